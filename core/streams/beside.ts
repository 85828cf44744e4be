// Tells which streams stand beside the orders. What is said of orders ("live", how much is missing, whether Pusher is
// deaf) does not depend on these, and no order waits until one of them has been read.
import { streamParts, type StreamName } from '../../contract/streams.ts';
import { isPersonal } from '../session/person.ts';

export const isChat = (stream: StreamName): boolean => streamParts(stream).kind === 'chat';
/** What is said to every restaurant. */
export const isForAll = (stream: StreamName): boolean => streamParts(stream).kind === 'global';

export const isBeside = (stream: StreamName): boolean =>
  isChat(stream) || isForAll(stream) || isPersonal(stream);

/** The streams that orders depend on. */
export const mainStreams = (flows: ReadonlyMap<StreamName, unknown>): StreamName[] =>
  [...flows.keys()].filter((stream) => !isBeside(stream));

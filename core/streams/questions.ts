// Makes the questions to a backend that has a log.
import type { BeatRequest } from '../../contract/api.ts';
import type { Head, StreamName } from '../../contract/streams.ts';
import { isPersonal } from '../session/person.ts';
import { asDevice, asWhoIsIn, usualTimeoutMs, type Question } from '../session/question.ts';
import type { PagesSoFar } from './snapshot-pages.ts';
import { inAddress } from '../../contract/wire.ts';

export type BeatAsk = {
  for: 'beat';
  beat: BeatRequest;
  cursors: ReadonlyMap<StreamName, Head>;
  /** The entries that the backend had taken by then: the heads it names have to be past them. */
  taken: readonly string[];
};
export type EventsAsk = { for: 'events'; stream: StreamName; after: Head };
/**
 * `behind`: its pages so far; the first is asked for without. `beside`: for this stream alone, while what is known of
 * orders goes on being moved by their own.
 */
export type SnapshotAsk = {
  for: 'snapshot';
  behind?: PagesSoFar | undefined;
  beside?: StreamName | undefined;
};

const pageSize = 500;
/** Of the longest orders there may be, 100 are read well within their time. */
const ordersOnAPage = 100;

/** It is late sooner than anything else: it decides whether "live" may still be said. */
export const beatQuestion: Question<BeatAsk> = {
  speaker: (_ask, who) => asWhoIsIn(who),
  request: ({ beat }, { token }) => ({ method: 'POST', path: '/beat', token, timeoutMs: 4000, body: beat }),
  // It has its successor already.
  again: () => false,
};

export const eventsQuestion: Question<EventsAsk> = {
  speaker: ({ stream }, who) => (isPersonal(stream) ? asWhoIsIn(who) : asDevice(who)),
  request({ stream, after }, { token }) {
    const id = after.id === null ? '' : `&id=${inAddress(after.id)}`;
    const query = `after=${after.seq}${id}&limit=${pageSize}`;
    const path = `/streams/${inAddress(stream)}/events?${query}`;
    return { method: 'GET', path, token, timeoutMs: usualTimeoutMs };
  },
  again: () => true,
};

export const snapshotQuestion: Question<SnapshotAsk> = {
  speaker: (_ask, who) => asWhoIsIn(who),
  request({ behind }, { token }) {
    const after = behind === undefined ? '' : `&after=${inAddress(behind.next)}`;
    return { method: 'GET', path: `/snapshot?limit=${ordersOnAPage}${after}`, token, timeoutMs: 15_000 };
  },
  again: () => true,
};

// Tells whether this backend has a stream at all, whoever asks for it.
import { streamParts, type ChannelTemplates, type StreamName } from '../../contract/streams.ts';

/** False: this backend has no streams of that kind, such as chats where they are switched off. */
export const isOffered = (stream: StreamName, channels: ChannelTemplates): boolean =>
  channels[streamParts(stream).kind] !== undefined;

// Defines what following a stream needs from the rules above it, which know what its events are about.
import type { AnyEvent } from '../../contract/events.ts';
import type { Head, StreamName } from '../../contract/streams.ts';

export type StreamHandlers<Turn> = {
  /** `events` are contiguous and begin right behind the cursor. */
  apply(turn: Turn, stream: StreamName, events: readonly AnyEvent[]): void;
  /** Puts a whole snapshot in the place of the book; null: it cannot be read. `streams` have asked for it. */
  takeSnapshot(
    turn: Turn,
    body: unknown,
    streams: readonly StreamName[],
  ): { readonly [stream: StreamName]: Head } | null;
  /** Its channel is subscribed on the present socket. */
  isHeard(turn: Turn, stream: StreamName): boolean;
};

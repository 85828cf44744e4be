// Tells what one event means to a console that has read a stream up to some place.
import type { Head } from '../../contract/streams.ts';

export type Verdict =
  /** The very next one: apply it. */
  | 'next'
  /** Known already: drop it. */
  | 'old'
  /** Something before it has not come yet: hold it a moment, then fetch. */
  | 'gap'
  /** It does not continue what was read: the log was restored or rewritten, only the backend can tell. */
  | 'fork';

export function receive(
  last: Head | null,
  event: { epoch: string; seq: number; prev: string | null; id: string },
): Verdict {
  if (last === null) return 'gap';
  if (event.epoch !== last.epoch) return 'fork';
  if (event.seq < last.seq) return 'old';
  if (event.seq === last.seq) return event.id === last.id ? 'old' : 'fork';
  if (event.seq > last.seq + 1) return 'gap';
  return event.prev === last.id ? 'next' : 'fork';
}

/** What a head that the backend names says about the place that was read at the time of asking. */
export type Standing = 'level' | 'behind' | 'gone';

export function standing(last: Head | null, head: Head): Standing {
  if (last === null || head.epoch !== last.epoch || head.seq < last.seq) return 'gone';
  if (head.seq === last.seq) return head.id === last.id ? 'level' : 'gone';
  return 'behind';
}

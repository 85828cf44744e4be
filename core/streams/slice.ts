// Declares how far each stream is read, what is held back and asked, and what the last beat has told of that.
import type { AnyEvent } from '../../contract/events.ts';
import { head, type Head, type StreamName } from '../../contract/streams.ts';
import { slice, withNews, type StateOf } from '../kernel/declare-slice.ts';
import { mapOf } from '../kernel/row.ts';
import type { Turn } from '../kernel/turn.ts';
import { isPersonal } from '../session/person.ts';
import type { BeatAsk, EventsAsk, SnapshotAsk } from './questions.ts';

export type Flow = {
  /** Events that came too early, by seq. */
  held: readonly AnyEvent[];
  /** Since when something is missing before them. */
  gapSince: number | null;
  /** `events`: after the cursor. `snapshot`: everything anew, because the log does not hold our place. */
  want: null | 'events' | 'snapshot';
  wantSince: number | null;
  /** The very question that is under way: an answer to any other is stale. */
  asking: EventsAsk | SnapshotAsk | null;
  /** What was held when it was asked: the answer has to have come as far as all of these. */
  heldWhenAsked: readonly AnyEvent[];
  failures: number;
  /** The last failure was that nothing came back. */
  unreached: boolean;
  notBefore: number;
  /** Read to its end after the present subscription began; only then does a push follow what was read. */
  joined: boolean;
  /** The highest seq that came over the present socket: what it brought it is not deaf for. */
  pushedSeq: number;
  /** The highest seq somebody told us of. */
  knownSeq: number;
};

export const newFlow: Flow = {
  held: [],
  gapSince: null,
  want: null,
  wantSince: null,
  asking: null,
  heldWhenAsked: [],
  failures: 0,
  unreached: false,
  notBefore: 0,
  joined: false,
  pushedSeq: 0,
  knownSeq: 0,
};

export type Beat = {
  nextAt: number;
  /** The very beat that is under way. */
  asking: BeatAsk | null;
  /** When the last beat that was answered had been sent. */
  answeredAt: number | null;
  /**
   * Everything committed before this moment is applied here: when the last beat was sent whose heads have been
   * reached. "Live" is never said for longer than `liveForMs` after it.
   */
  coveredAt: number | null;
  /** The heads that are still to be reached, and since when. */
  goal: { sentAt: number; toldAt: number; fetched: boolean; heads: ReadonlyMap<StreamName, Head> } | null;
};

export const newBeat: Beat = { nextAt: 0, asking: null, answeredAt: null, coveredAt: null, goal: null };

export const {
  own: streams,
  set,
  setWithin,
  keep,
} = slice('streams', {
  process: {
    /** Frames over Pusher that made no sense, and those that the backend cannot have sent. */
    malformed: 0,
    foreign: 0,
  },
  session: { flows: new Map() as ReadonlyMap<StreamName, Flow>, beat: newBeat },
  keeps: {
    /** The last event applied of each stream. */
    cursors: mapOf<Head>({
      v: 1,
      sealed: false,
      unread: 'refetched',
      shape: head,
      // How far a person's inbox was read is theirs: it lives as long as they are stepped in, and never on the disk.
      onDisk: (stream) => !isPersonal(stream),
      before: {
        cursor: (change: { stream: StreamName; head: Head }) => [change.stream, change.head],
        'cursor-gone': (change: { stream: StreamName }) => [change.stream, null],
      },
    }),
  },
});

export const setBeat = setWithin('beat');

export function setFlow(turn: Turn<StateOf<typeof streams>>, stream: StreamName, news: Partial<Flow>): void {
  const before = turn.state.flows.get(stream);
  if (before !== undefined)
    set(turn, { flows: new Map(turn.state.flows).set(stream, withNews(before, news)) });
}

// Defects in what a console says of its connection, and in who is listened to.
import type * as Freshness from '../../core/streams/beat.ts';
import type * as BeatModule from '../../core/followers/sequenced/beat.ts';
import { known, mutate, type Bug } from './plant.ts';

export const statusBugs: readonly Bug[] = [
  {
    name: 'who steps out is still listened to',
    troubles: [],
    bend: (ports) => ({
      ...ports,
      realtime: {
        open: (options) => ({ ...ports.realtime.open(options), unsubscribe: () => undefined }),
      },
    }),
  },
  {
    name: 'live without a beat',
    troubles: ['http-cut', 'half-open', 'whole-cut', 'pusher-drop'],
    plant: () =>
      mutate<typeof Freshness>('../../core/streams/beat.ts', () => ({ liveForMs: 3_600_000 as 14_000 })),
  },
  {
    name: 'the heads that a beat names are believed to be here',
    troubles: ['half-open', 'pusher-drop'],
    plant: () =>
      mutate<typeof BeatModule>('../../core/followers/sequenced/beat.ts', () => ({
        followHeads: (turn) => {
          const { beat } = turn.state;
          if (beat.goal === null) return;
          const coveredAt = Math.max(beat.coveredAt ?? 0, beat.goal.sentAt);
          known(turn, { beat: { ...beat, goal: null, coveredAt } });
        },
      })),
  },
];

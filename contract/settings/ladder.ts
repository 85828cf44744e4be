// How the bell grows louder while orders wait unheard.
import { field, group } from './descriptor.ts';
import { longestPauseSeconds } from './limits.ts';
import { ringTimes, whole } from './values.ts';

type Ladder = { ringsAtSeconds: number[]; thenEverySeconds: number; louderAtSeconds: number };

export const ladder = group({
  since: 1,
  fields: {
    /** Seconds since the first of them came. */
    ringsAtSeconds: field({
      value: ringTimes({ most: 8, latest: 300, longestPause: longestPauseSeconds }),
      default: [0, 15, 30],
      shown: null,
      guide: 'the seconds since an order came at which the bell rings',
    }),
    /** From the last of these on. */
    thenEverySeconds: field({
      value: whole(5, longestPauseSeconds, 'seconds', 'an order that waits must not be forgotten'),
      default: 10,
      shown: null,
      guide: 'after the last of these',
    }),
    /** From the first ring at this second, or after it, on: the second sound, and the window in sight. */
    louderAtSeconds: field({
      value: whole(0, 120, 'seconds', 'a bell that nobody answers has to become louder'),
      default: 30,
      shown: null,
      guide: 'from then on the second sound, and the window is brought into sight',
    }),
  },
  stricter: (chosen, wanted) => ({
    ringsAtSeconds: soonerOfEach(chosen, wanted),
    thenEverySeconds: Math.min(chosen.thenEverySeconds, wanted.thenEverySeconds),
    louderAtSeconds: Math.min(chosen.louderAtSeconds, wanted.louderAtSeconds),
  }),
});

/** The first, second, … ring of each ladder, whichever comes sooner. */
function soonerOfEach(one: Ladder, other: Ladder): number[] {
  const steps = Math.max(one.ringsAtSeconds.length, other.ringsAtSeconds.length);
  return Array.from({ length: steps }, (_, at) => Math.min(ringOf(one, at), ringOf(other, at)));
}

function ringOf({ ringsAtSeconds, thenEverySeconds }: Ladder, at: number): number {
  const beyond = Math.max(0, at + 1 - ringsAtSeconds.length);
  return (ringsAtSeconds[at - beyond] ?? 0) + beyond * thenEverySeconds;
}

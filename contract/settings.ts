// What a person may set on this console, in its newest version.
import { z } from 'zod';
import { languages } from './language.ts';

/** However it is set, an order that nobody answered is heard again within this time. */
export const longestPauseSeconds = 60;

/** Stopping the bell is a snooze, and this is as long as one may be. */
export const longestSnoozeSeconds = 180;

/** A whole number within bounds; the sentence says which, why, and what to write. */
const whole = (low: number, high: number, unit: string, why: string) => {
  const error = `must be a whole number of ${unit} from ${low} to ${high}: ${why}. Write one of these`;
  return z.number({ error }).int({ error }).min(low, { error }).max(high, { error });
};

const example = 'Write for example [0, 15, 30]';
const ringsAt = z
  .array(whole(0, 300, 'seconds', 'it is when the bell rings for an order that waits'), {
    error: `must be a list: it says at which seconds the bell rings for an order that waits. ${example}`,
  })
  .min(1, { error: `must not be empty: an order has to be heard when it comes. ${example}` })
  .max(8, { error: `must have 8 entries at most: “thenEverySeconds” goes on after them. ${example}` })
  .refine(([first]) => first === undefined || first === 0, {
    error: `must begin with 0: an order rings the moment it comes. ${example}`,
  })
  .refine((all) => all.every((second, at) => at === 0 || second > (all[at - 1] ?? 0)), {
    error: `must grow from entry to entry: they are seconds since the order came. ${example}`,
  })
  .refine(
    (all) => all.every((second, at) => at === 0 || second - (all[at - 1] ?? 0) <= longestPauseSeconds),
    {
      error: `must leave no pause longer than ${longestPauseSeconds} seconds: an order that waits must not be forgotten. ${example}`,
    },
  );

export const settings = z.strictObject({
  language: z.enum(['system', ...languages]),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['normal', 'wall']),
  startAtLogin: z.boolean(),
  bell: z.strictObject({
    volume: z.number().min(0).max(1),
    snoozeSeconds: whole(
      15,
      longestSnoozeSeconds,
      'seconds',
      'after “Stop bell” an order that still waits must be heard again',
    ),
  }),
  /** How the bell grows louder while orders wait unheard. */
  ladder: z.strictObject({
    /** Seconds since the first of them came. */
    ringsAtSeconds: ringsAt,
    /** From the last of these on. */
    thenEverySeconds: whole(5, longestPauseSeconds, 'seconds', 'an order that waits must not be forgotten'),
    /** From the first ring at this second, or after it, on: the second sound, and the window in sight. */
    louderAtSeconds: whole(0, 120, 'seconds', 'a bell that nobody answers has to become louder'),
  }),
  /** More new orders than this in so short a time are told in one notification. */
  burst: z.strictObject({
    moreThan: whole(1, 20, 'orders', 'that many are told one by one before they are grouped'),
    withinSeconds: whole(1, longestPauseSeconds, 'seconds', 'it is how close together they come'),
  }),
  /** Who did nothing for so long is stepped out, before somebody else acts in their name. */
  stepOutAfterMinutes: whole(
    1,
    120,
    'minutes',
    'a counter is shared, and nobody may act in the name of another',
  ),
});
export type Settings = z.infer<typeof settings>;

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  density: 'normal',
  startAtLogin: false,
  bell: { volume: 1, snoozeSeconds: 90 },
  ladder: { ringsAtSeconds: [0, 15, 30], thenEverySeconds: 10, louderAtSeconds: 30 },
  burst: { moreThan: 5, withinSeconds: 10 },
  stepOutAfterMinutes: 15,
};

// How loud the bell is, and how long it is quiet after somebody stopped it.
import { field, group } from './descriptor.ts';
import { longestSnoozeSeconds, quietestBell } from './limits.ts';
import { fraction, whole } from './values.ts';

export const bell = group({
  since: 1,
  fields: {
    volume: field({
      value: fraction,
      default: 1,
      shown: { section: 'bell', control: { kind: 'percent', step: 5, from: quietestBell } },
      guide: `what is set lower than ${quietestBell} rings as at ${quietestBell}: a bell that cannot be heard is none`,
    }),
    snoozeSeconds: field({
      value: whole(
        15,
        longestSnoozeSeconds,
        'seconds',
        'after “Stop bell” an order that still waits must be heard again',
      ),
      default: 90,
      shown: { section: 'bell', control: { kind: 'seconds', steps: [15, 30, 45, 60, 90, 120, 180] } },
      guide: 'how long “Stop bell” is quiet while an order still waits',
    }),
  },
  stricter: (chosen, wanted) => ({
    volume: Math.max(chosen.volume, wanted.volume),
    snoozeSeconds: Math.min(chosen.snoozeSeconds, wanted.snoozeSeconds),
  }),
});

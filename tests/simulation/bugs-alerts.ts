// Defects in the bell and in notifications.
import type * as Columns from '../../core/orders/columns.ts';
import type * as Due from '../../core/alerts/due.ts';
import type * as Ladder from '../../core/alerts/ladder.ts';
import type * as Toasts from '../../core/alerts/toasts.ts';
import { mutate, type Bug } from './plant.ts';

export const alertBugs: readonly Bug[] = [
  {
    name: 'a snooze without end',
    troubles: [],
    plant: () =>
      mutate<typeof Columns>('../../core/orders/columns.ts', (real) => ({
        isUnheard: (order, now) => real.waitsForAnswer(order, now) && order.snoozedUntil === null,
      })),
  },
  {
    name: 'the bell gives up after four rings',
    troubles: [],
    plant: () =>
      mutate<typeof Ladder>('../../core/alerts/ladder.ts', (real) => ({
        climb: (before, unheard, now, steps) => {
          const climbed = real.climb(before, unheard, now, steps);
          const { ringing } = climbed;
          const rung = ringing === null ? 0 : now - ringing.since;
          return rung >= 50_000 ? { ...climbed, ring: null, at: null } : climbed;
        },
      })),
  },
  {
    name: 'a scheduled order stays quiet when it is due',
    troubles: [],
    plant: () =>
      mutate<typeof Due>('../../core/alerts/due.ts', (real) => ({
        uncovered: (orders, marks, now) =>
          real.uncovered(orders, marks, now).filter((wanted) => wanted.kind !== 'due'),
        wantedBy: (order, now) => {
          const wanted = real.wantedBy(order, now);
          return wanted?.kind === 'due' ? null : wanted;
        },
      })),
  },
  {
    name: 'nobody is told that an accepted order was cancelled',
    troubles: [],
    plant: () =>
      mutate<typeof Due>('../../core/alerts/due.ts', (real) => ({
        uncovered: (orders, marks, now) =>
          real.uncovered(orders, marks, now).filter((wanted) => wanted.kind !== 'cancelled'),
      })),
  },
  {
    name: 'a grouped alert forgets one',
    troubles: ['whole-cut', 'crash'],
    plant: () =>
      mutate<typeof Toasts>('../../core/alerts/toasts.ts', (real) => ({
        groupToast: (id, orders, ...rest) => real.groupToast(id, orders.slice(0, -1), ...rest),
      })),
  },
];

// Tells where an order stands on the rail, by the backend's clock.
import type { Order, ReadStatus } from '../../contract/order.ts';
import { longestSnoozeSeconds } from '../../contract/settings/limits.ts';
import type { OrderView } from '../../contract/view.ts';

export type Column = OrderView['column'];

const columnOfStatus: Record<ReadStatus, Column> = {
  new: 'preparing', // answered in a way that its status does not tell
  accepted: 'preparing',
  ready: 'ready',
  collected: 'closed',
  rejected: 'closed',
  cancelled: 'closed',
  unknown: 'preparing',
};

export function columnOf(order: Order, now: number): Column {
  // What rings is seen where what rings is looked for, whatever else it asks.
  if (waitsForAnswer(order, now)) return 'new';
  if (order.toBeUnderstood !== null) return 'understand';
  if (isUnanswered(order)) return 'later';
  return columnOfStatus[order.status];
}

/** Nobody has said yet what becomes of it. A status that is unknown here stands with the new ones until somebody has. */
export const isUnanswered = (order: Order): boolean =>
  (order.status === 'new' || order.status === 'unknown') && order.answered !== true;

/**
 * A scheduled order is due from its ringAt on; any other from the moment it was placed, whatever a clock that nobody
 * has set right yet may say.
 */
export const isDue = (order: Order, now: number): boolean =>
  !isScheduled(order) || Date.parse(order.ringAt) <= now;

/** It was placed to be heard later. The second is for backends that round the one time and not the other. */
export const isScheduled = (order: Order): boolean =>
  // Most ring when they are placed, and every rule asks this of every order: reading two times would cost the most of it.
  order.ringAt !== order.placedAt && Date.parse(order.ringAt) > Date.parse(order.placedAt) + 1000;

/** Neither accepted nor rejected, and its time has come. */
export const waitsForAnswer = (order: Order, now: number): boolean =>
  isUnanswered(order) && isDue(order, now);

/** Waits, and nobody has stopped its bell for the time being. */
export const isUnheard = (order: Order, now: number): boolean =>
  waitsForAnswer(order, now) && !isSnoozed(order, now);

/** The longest snooze, and what two clocks that are both right may differ by. */
const longestSnoozeMs = longestSnoozeSeconds * 1000 + 10_000;

/** One that would last longer than any may was begun by a clock that was wrong: nobody wanted that silence. */
function isSnoozed({ snoozedUntil }: Order, now: number): boolean {
  const left = snoozedUntil === null ? 0 : Date.parse(snoozedUntil) - now;
  return left > 0 && left <= longestSnoozeMs;
}

/** How long an order waits, never negative: a clock that runs behind shows 0. */
export const ageMs = (since: string, now: number): number => Math.max(0, now - Date.parse(since));

/** When it was closed: the time of the last thing that was done to it. */
export const closedAt = (order: Order): number =>
  order.acts.reduce((latest, act) => Math.max(latest, Date.parse(act.at)), Date.parse(order.placedAt));

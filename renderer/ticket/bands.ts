// What a ticket's band says at a given moment: a word, a colour, and a time beside it.
import type { OrderView } from '../../contract/view.ts';
import { lastAct } from './acts.ts';

export type Band =
  | { kind: 'new'; waited: number }
  /** `rings`: nobody has answered it. */
  | { kind: 'unknown'; rings: boolean; waited: number }
  | { kind: 'in-time' | 'due'; left: number }
  | { kind: 'late'; over: number }
  | { kind: 'preparing'; since: number }
  | { kind: 'ready'; since: number }
  | { kind: 'undo'; left: number }
  | { kind: 'later'; ringAt: number }
  | { kind: 'stop-cooking' | 'changed' | 'collected' | 'rejected' | 'cancelled' };

/** Less than that until the promised time is "due". */
export const dueMs = 5 * 60_000;

export function bandOf(view: OrderView, now: number): Band {
  const { order, column } = view;
  if (order.toBeUnderstood === 'cancelled') return { kind: 'stop-cooking' };
  if (order.toBeUnderstood === 'changed') return { kind: 'changed' };
  if (order.status === 'collected' || order.status === 'rejected' || order.status === 'cancelled')
    return { kind: order.status };
  if (column === 'later') return { kind: 'later', ringAt: Date.parse(order.ringAt) };
  if (order.status === 'unknown')
    return { kind: 'unknown', rings: column === 'new', waited: Math.max(0, now - Date.parse(order.ringAt)) };
  if (order.status === 'new') return { kind: 'new', waited: Math.max(0, now - Date.parse(order.ringAt)) };
  if (order.status === 'ready') {
    const left = undoLeft(view, now);
    const since = Math.max(0, now - (lastAct(order, 'ready') ?? now));
    return left > 0 ? { kind: 'undo', left } : { kind: 'ready', since };
  }
  if (order.promisedAt === null) {
    const begun = lastAct(order, 'accept') ?? Date.parse(order.placedAt);
    return { kind: 'preparing', since: Math.max(0, now - begun) };
  }
  const left = Date.parse(order.promisedAt) - now;
  if (left < 0) return { kind: 'late', over: -left };
  return { kind: left <= dueMs ? 'due' : 'in-time', left };
}

/** How long a "ready" can still be taken back before anybody hears of it. */
export function undoLeft({ order }: OrderView, now: number): number {
  if (order.status !== 'ready' || order.tellAt === null || order.toldAt !== null) return 0;
  return Math.max(0, Date.parse(order.tellAt) - now);
}

export type Telling =
  | { kind: 'nothing' }
  | { kind: 'at'; at: string }
  | { kind: 'now' }
  | { kind: 'told'; at: string };

/** What is known of telling the customer; never more than that it was sent. */
export function tellingOf({ order }: OrderView, now: number): Telling {
  if (order.status !== 'ready') return { kind: 'nothing' };
  if (order.toldAt !== null) return { kind: 'told', at: order.toldAt };
  if (order.tellAt === null) return { kind: 'nothing' };
  return Date.parse(order.tellAt) > now ? { kind: 'at', at: order.tellAt } : { kind: 'now' };
}

// Changes orders in the book: each change takes along whatever else is kept of the order.
import type { Order } from '../../contract/order.ts';
import type { Change, Draft } from '../kernel/ledger.ts';
import { wasAnswered, type Answered } from './answered.ts';
import type { KeptUnreadable } from './kept-unreadable.ts';
import { keep, set } from './slice.ts';
import type { Turn } from './turn.ts';

/** The backend has confirmed it as it is now. */
export const orderIs =
  (order: Order): Change =>
  (draft) => {
    const { id } = order;
    if (order.status === 'unknown' && hasAnswer(keep.orders.in(draft).get(id), order))
      noteAnswered(draft, id);
    if (order.toBeUnderstood !== null) asksAgain(draft, id);
    keep.gone.put(draft, id, null);
    dropKnown(draft, 'unreadable', id);
    keep.orders.put(draft, id, order);
  };

/** The backend lists it no more, and something that was pressed on it is unanswered. */
export const orderUnlisted =
  (order: Order): Change =>
  (draft) => {
    keep.orders.put(draft, order.id, null);
    dropKnown(draft, 'unreadable', order.id);
    keep.gone.put(draft, order.id, order);
  };

export const orderUnreadable =
  (order: KeptUnreadable): Change =>
  (draft) => {
    const before = keep.unreadable.in(draft).get(order.id);
    const { seenAt } = before ?? order;
    // That it was at work is told by its status now, and may not be by the next one.
    const atWork = before?.status === 'accepted' || before?.status === 'ready';
    if (atWork) noteAnswered(draft, order.id);
    if (order.toBeUnderstood !== undefined) asksAgain(draft, order.id);
    keep.gone.put(draft, order.id, null);
    keep.unreadable.put(draft, order.id, { ...order, seenAt });
  };

export const orderAnswered =
  (id: string, how: Answered): Change =>
  (draft) => {
    // Who understood it, or said that it was handled, has not forgotten that with the next press.
    if (how === 'answered') noteAnswered(draft, id);
    else keep.answered.put(draft, id, how);
  };

/** What said so was taken back. */
export const orderUnanswered =
  (id: string): Change =>
  (draft) =>
    dropKnown(draft, 'answered', id);

/** Out of the book, and of those that left it. */
export const orderGone =
  (id: string): Change =>
  (draft) => {
    keep.orders.put(draft, id, null);
    keep.gone.put(draft, id, null);
    dropKnown(draft, 'unreadable', id);
    dropKnown(draft, 'answered', id);
  };

export const forgetNextAt = (turn: Turn, forgetAt: number): void => set(turn, { forgetAt });

/** Two parts that hardly any order is in are not written of at every order. */
function dropKnown(draft: Draft, from: 'unreadable' | 'answered', id: string): void {
  if (keep[from].in(draft).has(id)) keep[from].put(draft, id, null);
}

function noteAnswered(draft: Draft, id: string): void {
  if (!keep.answered.in(draft).has(id)) keep.answered.put(draft, id, 'answered');
}

/** That somebody understood is what the backend says from now on. */
function asksAgain(draft: Draft, id: string): void {
  if (keep.answered.in(draft).get(id) === 'understood') keep.answered.put(draft, id, 'answered');
}

/** It was at work, or over, before its status became one that is unknown here. */
const hasAnswer = (before: Order | undefined, now: Order): boolean =>
  wasAnswered(now) || (before !== undefined && before.status !== 'new' && before.status !== 'unknown');

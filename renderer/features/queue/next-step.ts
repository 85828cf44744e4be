// What the next step of an order sends, and what a key does: the ticket's button and the key ask the same function.
import type { Order, Verb } from '../../../contract/order.ts';
import type { View } from '../../../contract/view.ts';
import type { Extra } from '../../app/commands.ts';
import type { KeyAct } from './queue-keys.ts';
import { orderOfKey, type TicketKeys } from './ticket-keys.ts';
import { acceptMinutes, commandToUndo, stepsOf, undoTarget } from './steps.ts';

export type Step = { order: string; verb: Verb; extra: Extra };

/** What accepting depends on beside the order. */
export type AcceptTime = {
  /** Set on the ticket with "−" and "+"; null where nobody did. */
  chosenMinutes: number | null;
  prepMinutes: number;
  now: number;
};

export const usualPrepMinutes = 15;

export function nextStep(order: Order, { chosenMinutes, prepMinutes, now }: AcceptTime): Step | null {
  const { next } = stepsOf(order);
  if (next === null) return null;
  const step = { order: order.id, verb: next, extra: {} };
  if (next !== 'accept') return step;
  // Left alone, the time the customer was promised holds to the second.
  if (chosenMinutes === null && order.promisedAt !== null) return step;
  return { ...step, extra: { minutes: chosenMinutes ?? acceptMinutes(order, prepMinutes, now) } };
}

/** All that a key's meaning depends on. */
export type KeyModel = {
  view: Pick<View, 'orders' | 'restaurant'>;
  board: TicketKeys;
  chosenMinutes: (order: string) => number | null;
  now: number;
};

export type KeyCommand = ({ kind: 'press' } & Step) | { kind: 'undo'; order: string; command: string | null };

/** What a digit or "U" asks of the console: by what is known, whatever of it is drawn at the moment. */
export function commandOfKey(
  act: Extract<KeyAct, { kind: 'next' | 'undo' }>,
  { view, board, chosenMinutes, now }: KeyModel,
): KeyCommand | null {
  if (act.kind === 'undo') {
    const target = undoTarget(view.orders, now);
    return target && { kind: 'undo', order: target.order.id, command: commandToUndo(target) };
  }
  const id = orderOfKey(board, act.key);
  const found = view.orders.find(({ order }) => order.id === id);
  if (id === null || !found) return null;
  const prepMinutes = view.restaurant?.prepMinutes ?? usualPrepMinutes;
  const step = nextStep(found.order, { chosenMinutes: chosenMinutes(id), prepMinutes, now });
  return step && { kind: 'press', ...step };
}

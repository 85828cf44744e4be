// What a key asks of the console.
import type { View } from '../../../contract/view.ts';
import { nextStep, usualPrepMinutes, type Step } from '../../ticket/next-step.ts';
import { commandToUndo, undoTarget } from '../../ticket/steps.ts';
import type { KeyAct } from './queue-keys.ts';
import { orderOfKey, type TicketKeys } from './ticket-keys.ts';

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

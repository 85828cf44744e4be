// What the next step of an order sends: the ticket's button and the key ask the same function.
import type { Order, Verb } from '../../contract/order.ts';
import type { Extra } from '../app/commands.ts';
import { acceptMinutes, stepsOf } from './steps.ts';

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

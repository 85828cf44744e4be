// Notes that managers are called for an order, or not any more.
import { set } from './slice.ts';
import type { Turn } from './turn.ts';

/** `since: null`: somebody has answered the order. */
export function calledFor(turn: Turn, order: string, since: string | null): void {
  const escalations = new Map(turn.state.escalations);
  if (since === null) escalations.delete(order);
  else escalations.set(order, since);
  set(turn, { escalations });
}

/** By order, since when: all there are. */
export const allCalls = (turn: Turn, escalations: ReadonlyMap<string, string>): void =>
  set(turn, { escalations });

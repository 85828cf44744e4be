// Notes when somebody at this console last heard the bell: they answered it while it rang.
import { write } from '../kernel/turn.ts';
import { dropNotices } from '../notices/notices.ts';
import { backendNow } from '../time/clock.ts';
import { lastHeardIs } from './changes.ts';
import type { HeardTurn } from './turn.ts';

/**
 * Somebody stopped the bell, or answered one of the orders that it rings for. Where the last ring was not played they
 * have seen it, not heard it.
 */
export function noteAnswered(turn: HeardTurn, order: string | null): void {
  const { ringing, sound } = turn.state;
  if (ringing === null || sound?.audible !== true) return;
  if (order === null || ringing.orders.has(order)) wasHeard(turn);
}

/** They said so, or did what only they can who heard it. */
export function wasHeard(turn: HeardTurn): void {
  if (turn.state.session === null) return;
  write(turn, [lastHeardIs(backendNow(turn))]);
  dropNotices(turn, 'bell-not-heard');
}

export const lastHeardAt = (turn: Pick<HeardTurn, 'state'>): number | null =>
  turn.state.ledger.lastHeard?.at ?? null;

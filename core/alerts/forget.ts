// Takes back what rings and is shown when the session ends, and forgets what was noted of alerts that are gone.
import { set, setAlerting } from './slice.ts';
import type { Turn } from './turn.ts';

/** The session ends: its notifications and its bell end with it. */
export function hush(turn: Turn): void {
  const { alerting, doorbell } = turn.state;
  for (const toast of alerting.open) turn.emit({ do: 'withdraw', toast });
  // It has no order, so it is not among those.
  if (doorbell?.toast != null) turn.emit({ do: 'withdraw', toast: doorbell.toast });
  turn.emit({ do: 'silence' });
  turn.emit({ do: 'flash', on: false });
}

/** What this process noted of orders and notifications that are gone: it may run for months. */
export function forgetNotes(turn: Turn, book: { has(order: string): boolean }): void {
  const { alerting, ledger, sounded } = turn.state;
  const toasts = new Set([...ledger.alerts.values()].map(({ toast }) => toast));
  set(turn, { sounded: new Set([...sounded].filter((id) => book.has(id))) });
  setAlerting(turn, { asked: new Set([...alerting.asked].filter((toast) => toasts.has(toast))) });
}

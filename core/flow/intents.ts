// What people ask for, by window, tray or notification, and what each does.
import type { Intent } from '../counterbell.ts';
import { closedStatuses } from '../../contract/order.ts';
import { hearsEverything } from '../health/status-word.ts';
import { dropNotices } from '../health/notices.ts';
import { linkAnew } from '../link/link.ts';
import { dismissRefused, handled, press, stopBell, undo } from '../outbox/press.ts';
import { shownOrders } from '../orders/overlay.ts';
import { lookAgain } from '../power/awake.ts';
import { leave } from '../session/leave.ts';
import { stepOut } from '../session/person.ts';
import { changed, type KnownSettings } from '../settings/effective.ts';
import { writtenSettings } from '../settings/upgrade.ts';
import type { Answer } from './state.ts';
import { effect, learn, type Turn } from './turn.ts';

const done: Answer = { ok: true, value: {} };

export function obey(turn: Turn, intent: Intent): Answer {
  switch (intent.kind) {
    case 'command':
      return press(turn, intent);
    case 'undo':
      return undo(turn, intent);
    case 'handled':
      return handled(turn, intent.order);
    case 'dismiss-refused':
      return dismissRefused(turn, intent.order);
    case 'stop-bell':
      return stopBell(turn);
    case 'try-now':
      return tryNow(turn);
    case 'change-settings':
      return changeSettings(turn, intent.change);
    case 'dismiss-notice':
      dropNotices(turn, intent.id);
      return done;
    case 'leave':
      return leave(turn, intent);
    case 'step-out':
      stepOut(turn);
      return done;
    case 'enrol':
    case 'step-in':
      // Both talk to the backend first; what came of it reaches the brain as an input of its own.
      return { ok: false, error: { code: 'internal', message: 'This is not decided here.' } };
    default:
      return intent satisfies never;
  }
}

function tryNow(turn: Turn): Answer {
  if (turn.state.session === null) {
    const { door } = turn.state;
    if (door.kind === 'shut') learn(turn, { door: { ...door, notBefore: 0 } });
    return done;
  }
  if (!hearsEverything(turn.state.status.word)) linkAnew(turn);
  lookAgain(turn);
  return done;
}

function changeSettings(turn: Turn, change: (Intent & { kind: 'change-settings' })['change']): Answer {
  const before = turn.state.settings;
  const settings = changed(before, change, turn.state.policy);
  learn(turn, { settings });
  effect(turn, { do: 'write-settings', raw: writtenSettings(settings.chosen, settings.stored) });
  const { startAtLogin } = settings.effective;
  if (startAtLogin !== before.effective.startAtLogin)
    effect(turn, { do: 'autostart', on: startAtLogin, evenIfSo: true });
  return done;
}

/** What is effective is put into effect: a policy may have come, changed or gone since the last start. */
export function settingsRead(turn: Turn, settings: KnownSettings): void {
  learn(turn, { settings });
  effect(turn, { do: 'autostart', on: settings.effective.startAtLogin, evenIfSo: false });
}

/** A notification leads to its order; one for several leads to the first that still waits. */
export function clicked(turn: Turn, toast: string): void {
  const { alerts } = turn.state.ledger;
  const orders = shownOrders(turn.state.ledger);
  const covered = [...alerts.values()].filter((alert) => alert.toast === toast);
  const waiting = covered.find((alert) => {
    const order = orders.get(alert.order);
    return order !== undefined && !closedStatuses.includes(order.status);
  });
  const order = (waiting ?? covered[0])?.order;
  if (order !== undefined) learn(turn, { focus: { order, n: (turn.state.focus?.n ?? 0) + 1 } });
  effect(turn, { do: 'show', how: 'focus' });
}

/** What the tray's menu offers; quitting is the program's own business, not the brain's. */
export function chosen(turn: Turn, choice: string): void {
  if (choice === 'open') effect(turn, { do: 'show', how: 'focus' });
  else if (choice === 'stop-bell') stopBell(turn);
  else if (choice === 'try-now') tryNow(turn);
  else if (choice.startsWith('order:')) {
    learn(turn, { focus: { order: choice.slice('order:'.length), n: (turn.state.focus?.n ?? 0) + 1 } });
    effect(turn, { do: 'show', how: 'focus' });
  }
}

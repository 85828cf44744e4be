// Carries out what people ask for by window, tray or notification.
import { closedStatuses, type Verb } from '../../contract/order.ts';
import { dismissAnnouncement } from '../announcements/current.ts';
import { stopForUnknownOrder } from '../alerts/unknown-order.ts';
import { leadToChat } from '../chat/hear.ts';
import { looksAt } from '../chat/seen.ts';
import { chatToastId } from '../chat/toast.ts';
import { deleteInChat, dropWritten, tryWrittenAgain, writeInChat } from '../chat/write.ts';
import { answerOpening } from '../health/check-opening.ts';
import { noteAnswered } from '../health/heard.ts';
import { hearsEverything } from '../health/status-word.ts';
import { announcedBy } from '../inbox/announce.ts';
import { choose, openAll, openOne } from '../inbox/press.ts';
import { closingExplained, explainClosing, meant, stay } from '../leaving/question.ts';
import { linkAnew } from '../link/change.ts';
import { dropNotices } from '../notices/notices.ts';
import { shownOrders } from '../outbox/overlay.ts';
import { dismissRefused, handled, press, stopBell, undo } from '../outbox/press.ts';
import type { ToastButton } from '../ports/notifier.ts';
import type { Answer } from '../screen/answer.ts';
import { lead } from '../screen/window.ts';
import { enrolNow } from '../session/enrolment.ts';
import { changeSettings } from '../settings/change.ts';
import { lookAgain } from './awake.ts';
import type { Intent } from './intent.ts';
import { leave } from './leave.ts';
import { enterKiosk, isClosedToKiosk, leaveKiosk } from './kiosk.ts';
import { quit } from './quit.ts';
import { stepOut } from './step-out.ts';
import type { Turn } from './turn.ts';

const done: Answer = { ok: true, value: {} };

export function carryOut(turn: Turn, intent: Intent): Answer {
  if (isClosedToKiosk(turn, intent))
    return { ok: false, error: { code: 'not-allowed', message: 'Not while this console is a kiosk.' } };
  switch (intent.kind) {
    case 'command':
      return pressed(turn, intent);
    case 'undo':
      return undo(turn, intent);
    case 'handled':
      return handled(turn, intent.order);
    case 'dismiss-refused':
      return dismissRefused(turn, intent.order);
    case 'stop-bell':
      return stopEveryBell(turn);
    case 'try-now':
      return tryNow(turn);
    case 'open-notification':
      return openOne(turn, intent.notification);
    case 'open-all-notifications':
      return openAll(turn, intent.upTo);
    case 'choose-hearing':
      return choose(turn, intent.choice.kind, intent.choice.hearing);
    case 'change-settings':
      changeSettings(turn, intent.change);
      return done;
    case 'dismiss-notice':
      dropNotices(turn, intent.id);
      return done;
    case 'dismiss-announcement':
      dismissAnnouncement(turn, intent.id);
      return done;
    case 'answer-opening':
      return answerOpening(turn, intent.heard);
    case 'touched':
      return done;
    case 'quit':
      return quit(turn, intent.by);
    case 'stay':
      stay(turn, 'person');
      return done;
    case 'quit-anyway':
      return meant(turn) ? done : { ok: false, error: { code: 'refused', message: 'The question is over.' } };
    case 'explain-closing':
      explainClosing(turn, intent.to);
      return done;
    case 'close-window':
      closingExplained(turn);
      turn.emit({ do: 'close-window' });
      return done;
    case 'full-screen':
      turn.emit({ do: 'full-screen' });
      return done;
    case 'enter-kiosk':
      return enterKiosk(turn);
    case 'leave-kiosk':
      return leaveKiosk(turn);
    case 'leave':
      return leave(turn, intent);
    case 'step-out':
      stepOut(turn);
      return done;
    case 'chat-write':
      return writeInChat(turn, intent);
    case 'chat-delete':
      return deleteInChat(turn, intent);
    case 'chat-again':
      return tryWrittenAgain(turn, intent);
    case 'chat-drop':
      return dropWritten(turn, intent);
    case 'chat-look':
      looksAt(turn, intent.chat);
      return done;
    case 'enrol':
    case 'step-in':
    case 'lift-kiosk':
      // They look at a code or talk to the backend first; what came of it reaches the brain as an input of its own.
      return { ok: false, error: { code: 'internal', message: 'This is not decided here.' } };
    default:
      return intent satisfies never;
  }
}

const answersTheBell = new Set<string>(['accept', 'reject'] satisfies Verb[]);

function pressed(turn: Turn, intent: Intent & { kind: 'command' }): Answer {
  const answer = press(turn, intent);
  if (answer.ok && answersTheBell.has(intent.verb)) noteAnswered(turn, intent.order);
  return answer;
}

/** Also of what nobody could look up yet. */
function stopEveryBell(turn: Turn): Answer {
  noteAnswered(turn, null);
  if (turn.state.session !== null) stopForUnknownOrder(turn);
  return stopBell(turn);
}

function tryNow(turn: Turn): Answer {
  if (turn.state.session === null) {
    enrolNow(turn);
    return done;
  }
  if (!hearsEverything(turn.state.status.word)) linkAnew(turn);
  lookAgain(turn);
  return done;
}

/** A notification leads to its order; one for several leads to the first that still waits. */
export function clicked(turn: Turn, toast: string, button: ToastButton): void {
  if (button === 'stop-bell') return void stopEveryBell(turn);
  const about = announcedBy(turn, toast);
  if (about !== null) return leadToInbox(turn, about);
  if (toast === chatToastId) return leadToChat(turn);
  const { alerts } = turn.state.ledger;
  const orders = shownOrders(turn.state.ledger);
  const covered = [...alerts.values()].filter((alert) => alert.toast === toast);
  const waiting = covered.find((alert) => {
    const order = orders.get(alert.order);
    return order !== undefined && !closedStatuses.includes(order.status);
  });
  leadToOrder(turn, (waiting ?? covered[0])?.order);
}

/** Who clicked on the only one has seen it; of several the newest is in sight. */
function leadToInbox(turn: Turn, about: readonly string[]): void {
  const newest = about.at(-1) ?? null;
  if (newest !== null && about.length === 1) openOne(turn, newest);
  lead(turn, { inbox: newest });
}

const leadToOrder = (turn: Turn, order: string | undefined): void =>
  lead(turn, order === undefined ? null : { order });

/** What the tray's menu offers. */
export function chosen(turn: Turn, choice: string): void {
  if (choice === 'open') lead(turn, null);
  else if (choice === 'inbox') lead(turn, turn.state.inbox === null ? null : { inbox: null });
  else if (choice === 'stop-bell') stopEveryBell(turn);
  else if (choice === 'try-now') tryNow(turn);
  else if (choice === 'quit') quit(turn, 'tray');
  else if (choice.startsWith('order:')) leadToOrder(turn, choice.slice('order:'.length));
}

// Makes the tray out of what is known: an icon, one line, and what can be done without opening the window.
import type { Order } from '../../contract/order.ts';
import type { StatusView } from '../../contract/view.ts';
import { shownInbox, unreadShown } from '../inbox/shown.ts';
import { isUnheard, waitsForAnswer } from '../orders/columns.ts';
import { shownOrders } from '../outbox/overlay.ts';
import type { State } from '../rules/turn.ts';
import { isOffice } from '../session/office.ts';
import { speechOf, type Speech } from '../text/speech.ts';
import type { TrayIcon, TrayItem, TrayModel } from '../ports/tray-model.ts';

const calm: ReadonlySet<StatusView['word']> = new Set(['live', 'polling', 'checked', 'catching-up']);
const ordersInMenu = 5;

/** All the tray depends on. */
export type TrayFacts = {
  speech: Speech;
  word: StatusView['word'];
  waiting: readonly Order[];
  unheard: boolean;
  /** In the inbox of whoever is stepped in; null: there is none. */
  unread: number | null;
  /** The bell is not stopped here. */
  office: boolean;
  /** How it is left from here. */
  leaving: 'quit' | 'forbidden' | 'kiosk';
};

export function trayFacts(state: State, now: number): TrayFacts {
  const waiting: Order[] = [];
  for (const order of shownOrders(state.ledger).values()) if (waitsForAnswer(order, now)) waiting.push(order);
  const unheard = waiting.some((order) => isUnheard(order, now));
  return {
    speech: speechOf(state),
    word: state.status.word,
    waiting,
    unheard,
    office: isOffice(state),
    unread: unreadOf(state),
    leaving: state.kiosk ? 'kiosk' : state.settings.effective.quitting === 'forbidden' ? 'forbidden' : 'quit',
  };
}

export function unreadOf(state: State): number | null {
  const inbox = shownInbox(state);
  return inbox === null ? null : unreadShown(inbox);
}

/** Asked after every turn, so it is told without making the model. */
export const looksTheSame = (a: TrayFacts, b: TrayFacts): boolean =>
  a.speech === b.speech &&
  a.word === b.word &&
  a.unheard === b.unheard &&
  a.office === b.office &&
  a.leaving === b.leaving &&
  a.unread === b.unread &&
  a.waiting.length === b.waiting.length &&
  a.waiting.every(({ id, number }, at) => id === b.waiting[at]?.id && number === b.waiting[at].number);

export function trayOf({ speech, word, waiting, unheard, office, unread, leaving }: TrayFacts): TrayModel {
  const { status, tray } = speech.words;
  const line = [speech.set('Counterbell'), status[word]];
  if (waiting.length > 0) line.push(speech.count(tray.waiting, waiting.length));
  const messages = unread === null || unread === 0 ? null : speech.count(tray.messages, unread);
  if (messages !== null) line.push(messages);
  return {
    icon: iconOf(word, unheard),
    tooltip: line.join(' · '),
    menu: [
      { id: 'open', label: tray.open, enabled: true },
      ...waiting.slice(0, ordersInMenu).map(({ id, number }) => ({
        id: `order:${id}`,
        label: speech.say(tray.order, { number }),
        enabled: true,
      })),
      ...(messages === null ? [] : [{ id: 'inbox', label: messages, enabled: true }]),
      ...(office ? [] : [{ id: 'stop-bell', label: tray.stopBell, enabled: unheard }]),
      { separator: true } satisfies TrayItem,
      { id: 'status', label: status[word], enabled: false },
      { id: 'try-now', label: tray.tryNow, enabled: word !== 'live' },
      { separator: true } satisfies TrayItem,
      quitItem(leaving, tray),
    ],
  };
}

/** Where it is not offered, the menu says why. */
function quitItem(leaving: TrayFacts['leaving'], tray: Speech['words']['tray']): TrayItem {
  switch (leaving) {
    case 'quit':
      return { id: 'quit', label: tray.quit, enabled: true };
    case 'kiosk':
      return { id: 'quit', label: tray.leaveKiosk, enabled: true };
    case 'forbidden':
      return { id: 'no-quit', label: tray.noQuit, enabled: false };
    default:
      return leaving satisfies never;
  }
}

function iconOf(word: StatusView['word'], unheard: boolean): TrayIcon {
  // Amber belongs to the bell: it wins over whatever the line is doing.
  if (unheard) return 'attention';
  if (calm.has(word)) return 'live';
  return word === 'not-enrolled' || word === 'starting' ? 'idle' : 'offline';
}

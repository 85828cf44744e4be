// Makes the tray out of what is known: an icon, one line, and what can be done without opening the window.
import type { Order } from '../../contract/order.ts';
import type { StatusView } from '../../contract/view.ts';
import { isUnheard, waitsForAnswer } from '../orders/columns.ts';
import { shownOrders } from '../outbox/overlay.ts';
import type { State } from '../rules/turn.ts';
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
};

export function trayFacts(state: State, now: number): TrayFacts {
  const waiting: Order[] = [];
  for (const order of shownOrders(state.ledger).values()) if (waitsForAnswer(order, now)) waiting.push(order);
  const unheard = waiting.some((order) => isUnheard(order, now));
  return { speech: speechOf(state), word: state.status.word, waiting, unheard };
}

/** Asked after every turn, so it is told without making the model. */
export const looksTheSame = (a: TrayFacts, b: TrayFacts): boolean =>
  a.speech === b.speech &&
  a.word === b.word &&
  a.unheard === b.unheard &&
  a.waiting.length === b.waiting.length &&
  a.waiting.every(({ id, number }, at) => id === b.waiting[at]?.id && number === b.waiting[at].number);

export function trayOf({ speech, word, waiting, unheard }: TrayFacts): TrayModel {
  const { status, tray } = speech.words;
  const line = [speech.set('Counterbell'), status[word]];
  if (waiting.length > 0) line.push(speech.count(tray.waiting, waiting.length));
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
      { id: 'stop-bell', label: tray.stopBell, enabled: unheard },
      { separator: true } satisfies TrayItem,
      { id: 'status', label: status[word], enabled: false },
      { id: 'try-now', label: tray.tryNow, enabled: word !== 'live' },
      { separator: true } satisfies TrayItem,
      { id: 'quit', label: tray.quit, enabled: true },
    ],
  };
}

function iconOf(word: StatusView['word'], unheard: boolean): TrayIcon {
  // Amber belongs to the bell: it wins over whatever the line is doing.
  if (unheard) return 'attention';
  if (calm.has(word)) return 'live';
  return word === 'not-enrolled' || word === 'starting' ? 'idle' : 'offline';
}

// The tray, told from the view's state: an icon, one line, and what can be done without opening the window.
import type { StatusView } from '../../contract/view.ts';
import type { State } from '../flow/state.ts';
import { isUnheard, waitsForAnswer } from '../orders/columns.ts';
import { shownOrders } from '../orders/overlay.ts';
import { speechOf } from '../text/words.ts';
import type { TrayIcon, TrayItem, TrayModel } from './tray-model.ts';

const calm: ReadonlySet<StatusView['word']> = new Set(['live', 'polling', 'checked', 'catching-up']);
const ordersInMenu = 5;

export function trayOf(state: State, now: number): TrayModel {
  const waiting = [...shownOrders(state.ledger).values()].filter((order) => waitsForAnswer(order, now));
  const unheard = waiting.filter((order) => isUnheard(order, now));
  const { word } = state.status;
  const speech = speechOf(state);
  const { status, tray } = speech.words;
  const line = [speech.set('Counterbell'), status[word]];
  if (waiting.length > 0) line.push(speech.count(tray.waiting, waiting.length));
  return {
    icon: iconOf(word, unheard.length > 0),
    tooltip: line.join(' · '),
    menu: [
      { id: 'open', label: tray.open, enabled: true },
      ...waiting.slice(0, ordersInMenu).map(({ id, number }) => ({
        id: `order:${id}`,
        label: speech.say(tray.order, { number }),
        enabled: true,
      })),
      { id: 'stop-bell', label: tray.stopBell, enabled: unheard.length > 0 },
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

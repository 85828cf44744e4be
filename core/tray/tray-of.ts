// The tray, told from the view's state: an icon, one line, and what can be done without opening the window.
import type { StatusView } from '../../contract/view.ts';
import type { State } from '../flow/state.ts';
import { isUnheard, waitsForAnswer } from '../orders/columns.ts';
import { shownOrders } from '../orders/overlay.ts';
import type { TrayIcon, TrayItem, TrayModel } from './tray-model.ts';

const words: Record<StatusView['word'], string> = {
  'not-enrolled': 'Not set up yet',
  starting: 'Starting',
  live: 'Live',
  'catching-up': 'Catching up',
  polling: 'Slow line: orders still come',
  checked: 'Checking every few seconds',
  offline: 'Offline',
  'clock-wrong': "This computer's clock is wrong",
  'signed-out': 'Signed out',
};

const calm: ReadonlySet<StatusView['word']> = new Set(['live', 'polling', 'checked', 'catching-up']);
const ordersInMenu = 5;

export function trayOf(state: State, now: number): TrayModel {
  const waiting = [...shownOrders(state.ledger).values()].filter((order) => waitsForAnswer(order, now));
  const unheard = waiting.filter((order) => isUnheard(order, now));
  const { word } = state.status;
  const count = waiting.length === 0 ? '' : ` · ${waiting.length} new`;
  return {
    icon: iconOf(word, unheard.length > 0),
    tooltip: `Counterbell · ${words[word]}${count}`,
    menu: [
      { id: 'open', label: 'Open', enabled: true },
      ...waiting.slice(0, ordersInMenu).map(({ id, number }) => ({
        id: `order:${id}`,
        label: `Order ${number}`,
        enabled: true,
      })),
      { id: 'stop-bell', label: 'Stop bell', enabled: unheard.length > 0 },
      { separator: true } satisfies TrayItem,
      { id: 'status', label: words[word], enabled: false },
      { id: 'try-now', label: 'Try now', enabled: word !== 'live' },
      { separator: true } satisfies TrayItem,
      { id: 'quit', label: 'Quit', enabled: true },
    ],
  };
}

function iconOf(word: StatusView['word'], unheard: boolean): TrayIcon {
  // Amber belongs to the bell: it wins over whatever the line is doing.
  if (unheard) return 'attention';
  if (calm.has(word)) return 'live';
  return word === 'not-enrolled' || word === 'starting' ? 'idle' : 'offline';
}

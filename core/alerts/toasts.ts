// Words a notification: what staff call out, what was ordered, how it leaves. Never a customer's name.
import type { Order } from '../../contract/order.ts';
import type { Settings } from '../../contract/settings.ts';
import { cutText } from '../../contract/wire.ts';
import { ageMs } from '../orders/columns.ts';
import { isBare } from '../orders/unreadable.ts';
import type { Toast } from '../ports/notifier.ts';
import type { Speech } from '../text/speech.ts';
import { alertId } from './alert.ts';
import type { Uncovered } from './due.ts';

export const unknownOrderToast = (id: string, { words }: Speech): Toast => ({
  id,
  title: words.toast.unknownOrder,
  body: words.toast.unknownOrderHint,
  sticky: true,
  open: words.tray.open,
  stopBell: words.tray.stopBell,
});

/** How much everybody may read who passes the screen. */
export type Tells = Settings['orderOnNotification'];

const itemsNamed = 3;
/** More than any desktop shows. Whoever sends an order may have written more, and a bus takes only so much at once. */
const longestText = 500;
const cut = (text: string) => cutText(text, longestText);

export function singleToast({ kind, voice, order }: Uncovered, speech: Speech, tells: Tells): Toast {
  const { toast } = speech.words;
  const title = voice === 'quiet' ? toast.later : toast[kind];
  return {
    id: alertId(kind, order.id),
    title: cut(speech.say(title, { number: order.number })),
    body: isBare(order)
      ? toast.unknownOrderHint
      : tells === 'number'
        ? ''
        : cut(`${itemsOf(order, speech)} · ${leavingOf(order, speech)}`),
    sticky: voice !== 'quiet',
    open: speech.words.tray.open,
    ...(voice === 'loud' && { stopBell: speech.words.tray.stopBell }),
  };
}

export function groupToast(id: string, orders: readonly Order[], now: number, speech: Speech): Toast {
  const { toast, comma } = speech.words;
  const oldest = Math.max(...orders.map((order) => ageMs(order.ringAt, now)));
  const minutes = Math.floor(oldest / 60_000);
  const andOldest = minutes === 0 ? '' : speech.say(toast.andOldest, { minutes });
  return {
    id,
    title: speech.count(toast.cameIn, orders.length) + andOldest,
    body: cut(orders.map((order) => speech.set(order.number)).join(comma)),
    sticky: true,
    open: speech.words.tray.open,
    stopBell: speech.words.tray.stopBell,
  };
}

function itemsOf(order: Order, { set, words }: Speech): string {
  const named = order.items.slice(0, itemsNamed).map(({ quantity, name }) => `${quantity}× ${set(name)}`);
  const more = order.items.length - named.length;
  return [...named, ...(more > 0 ? [set(`+${more}`)] : [])].join(words.comma);
}

function leavingOf({ fulfilment }: Order, { words, say, set }: Speech): string {
  if (fulfilment.kind === 'dine-in') return say(words.toast.table, { name: fulfilment.table });
  if (fulfilment.kind === 'other') return set(fulfilment.word);
  return fulfilment.kind === 'delivery' ? words.toast.delivery : words.toast.pickUp;
}

// The opened order and the history, as the window may show them: with an answer, without one, and in every dress.
import type { Act, Order } from '../../contract/order.ts';
import type { FoundOrder, HistoryPage, OrderTimeline, QueryAnswer } from '../../contract/queries.ts';
import type { View } from '../../contract/view.ts';
import { inboxScenes } from './inbox-scenes.ts';
import { phonesScenes } from './phones-scenes.ts';
import { lunch, now, order, shown, strains, view, type Scene } from './fixtures.ts';

const iso = (minutesFromNow: number): string => new Date(now + minutesFromNow * 60_000).toISOString();
const mia = { kind: 'person', id: 'p2', name: 'Mia' } as const;
const noor = { kind: 'person', id: 'p1', name: 'Noor' } as const;
const web = { kind: 'channel', name: 'web' } as const;
const system = { kind: 'system', name: 'Counterbell' } as const;

const happened: Act[] = [
  { what: 'placed', at: iso(-23), by: web },
  { what: 'accept', at: iso(-22), by: mia },
  { what: 'tick', at: iso(-15), by: mia },
  { what: 'tick', at: iso(-14), by: mia },
  { what: 'delay', at: iso(-12), by: noor },
  { what: 'ready', at: iso(-3), by: mia },
  { what: 'told', at: iso(-2.8), by: system },
];
const timeline: OrderTimeline = {
  acts: happened,
  receipts: [
    { stage: 'sounded', at: iso(-22.9), device: 'd1' },
    { stage: 'page-open', at: iso(-20), device: null },
    { stage: 'received', at: iso(-2.7), device: null },
  ],
};

/** A delivery with everything an order may say, ready and sent. */
export const rich = shown({
  number: '86',
  status: 'ready',
  channel: 'web',
  fulfilment: {
    kind: 'delivery',
    address: 'Long Lane 14, third floor\nRing twice, the first bell is the dentist’s',
  },
  payment: { kind: 'collect', amount: 4680 },
  total: { amount: 4680, currency: 'EUR' },
  customer: { name: 'Sam R.', phone: '+4915112345678' },
  placedAt: iso(-23),
  ringAt: iso(-23),
  promisedAt: iso(2),
  tellAt: iso(-2.8),
  toldAt: iso(-2.8),
  customerPage: 'received',
  items: [
    { name: 'Margherita', quantity: 2, ticked: true },
    { name: 'Pad Thai', modifiers: ['no egg', 'extra lime'], allergens: ['peanut'], ticked: true },
    { name: 'Lemonade', quantity: 3, note: 'without ice' },
  ],
  note: 'Ring the side door, please.',
  acts: happened.filter(({ what }, index) => happened.findLastIndex((act) => act.what === what) === index),
});

const answered = <T>(value: T): QueryAnswer<unknown>[] => [{ ok: true, value }];
const offline: QueryAnswer<unknown>[] = [{ ok: false, why: 'offline' }];
const status = (word: View['status']['word']): View['status'] => ({
  ...view().status,
  word,
  since: iso(-4),
  caughtUpAt: iso(-4),
  parts: word === 'offline' ? [{ part: 'backend', works: false, since: iso(-4), cause: null }] : [],
});

const names = [
  'Sam R.',
  'Jo M.',
  'Ana P.',
  'Lee K.',
  'Mia T.',
  'Noor A.',
  'Ben S.',
  'Maximiliane von Hohenstein',
];
const dishes = ['Margherita', 'Pad Thai', 'Ramen', 'Falafel plate', 'Lasagne', 'Burger', 'Caesar salad'];
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const closings: Partial<Order>[] = [
  { status: 'collected' },
  { status: 'collected', assumed: true },
  { status: 'cancelled' },
  { status: 'rejected' },
];

/** Orders of the last days, two an hour, newest first. */
export function past(count: number, from = 0): FoundOrder[] {
  return Array.from({ length: count }, (_, index): FoundOrder => {
    const at = from + index;
    if (at % 17 === 11)
      return { kind: 'unreadable', id: `odd-${at}`, number: String(700 - at), placedAt: iso(-180 - at * 30) };
    return {
      kind: 'order',
      order: order({
        id: `00000000-0000-4000-9000-${String(at).padStart(12, '0')}`,
        number: String(700 - at),
        customer: { name: pick(names, at), phone: `+49151${String(1234500 + at)}` },
        placedAt: iso(-180 - at * 30),
        ringAt: iso(-180 - at * 30),
        items: [{ name: pick(dishes, at), quantity: 1 + (at % 3) }, { name: pick(dishes, at + 2) }],
        ...pick(closings, at % 5 === 0 ? at : 0),
      }),
    };
  });
}
export const pageOfPast = (from: number, count = 30, before: string | null = `${from}`): HistoryPage => ({
  orders: past(count, from),
  before,
});

const orders = [rich, ...lunch()];
const settings = view({ orders }).settings;
const open = (id: string): string[] => [`[data-order="${id}"] [aria-haspopup="dialog"]`];
const history = ['[aria-label="Menu"]', '[role="menuitem"]:has-text("History")'];
const withTimeline = { 'order.timeline': answered(timeline) };
const withHistory = { 'orders.history': answered(pageOfPast(0)) };
const long = strains();
const first = long[0] ?? rich;

const german = { ...settings, language: 'de' } as const;
const arabic = { ...settings, language: 'ar' } as const;
const dark = { ...settings, theme: 'dark' } as const;
const wall = { ...dark, density: 'wall' } as const;
const entry = { en: 'History', de: 'Verlauf', ar: 'السجل' };
const historyIn = (language: 'de' | 'ar'): string[] => [
  'header [aria-haspopup="menu"]',
  `[role="menuitem"]:has-text("${entry[language]}")`,
];

export function askedScenes(): Record<string, Scene> {
  return {
    ...inboxScenes(),
    ...phonesScenes(),
    order: { view: view({ orders }), press: open(rich.order.id), answers: withTimeline },
    'order-dark-german': {
      view: view({ orders, settings: { ...german, theme: 'dark' } }),
      press: open(rich.order.id),
      answers: withTimeline,
    },
    'order-arabic': {
      view: view({ orders, settings: arabic }),
      press: open(rich.order.id),
      answers: withTimeline,
    },
    'order-offline': {
      view: view({ orders, status: status('offline') }),
      press: open(rich.order.id),
      answers: { 'order.timeline': offline },
    },
    'order-asking': { view: view({ orders }), press: open(rich.order.id) },
    'order-small': {
      view: view({ orders }),
      press: open(rich.order.id),
      answers: withTimeline,
      size: [320, 640],
    },
    'order-800': {
      view: view({ orders, settings: { ...settings, language: 'fr' } }),
      press: open(rich.order.id),
      answers: withTimeline,
      size: [800, 600],
    },
    'order-wall': {
      view: view({ orders, settings: wall }),
      press: open(rich.order.id),
      answers: withTimeline,
      size: [1920, 1080],
    },
    'order-4k': {
      view: view({ orders, settings: wall }),
      press: open(rich.order.id),
      answers: withTimeline,
      size: [3840, 2160],
    },
    'order-new': { view: view({ orders }), press: open(orders[1]?.order.id ?? ''), answers: withTimeline },
    'order-long': {
      view: view({ orders: [first, ...lunch()], settings: german }),
      press: open(first.order.id),
      answers: { 'order.timeline': answered({ acts: [], receipts: [] }) },
    },
    'order-refused': {
      view: view({ orders: long }),
      press: open(long[4]?.order.id ?? ''),
      answers: { 'order.timeline': [{ ok: false, why: 'failed' }] },
    },
    history: { view: view({ orders }), press: history, answers: withHistory },
    'history-dark-german': {
      view: view({ orders, settings: { ...german, theme: 'dark' } }),
      press: historyIn('de'),
      answers: withHistory,
    },
    'history-arabic': {
      view: view({ orders, settings: arabic }),
      press: historyIn('ar'),
      answers: withHistory,
    },
    'history-offline': {
      view: view({ orders, status: status('offline') }),
      press: history,
      answers: { 'orders.history': offline },
    },
    'history-asking': { view: view({ orders }), press: history },
    'history-empty': {
      view: view({ orders: [] }),
      press: history,
      answers: { 'orders.history': answered({ orders: [], before: null }) },
    },
    'history-small': { view: view({ orders }), press: history, answers: withHistory, size: [320, 640] },
    'history-wall': {
      view: view({ orders, settings: wall }),
      press: history,
      answers: withHistory,
      size: [1920, 1080],
    },
    'history-4k': { view: view({ orders }), press: history, answers: withHistory, size: [3840, 2160] },
    'history-order': {
      view: view({ orders: [] }),
      press: [...history, '[data-row="0"]'],
      answers: { ...withHistory, ...withTimeline },
    },
    'history-unreadable': {
      view: view({ orders: [] }),
      press: [...history, '[data-row="11"]'],
      answers: { ...withHistory, ...withTimeline },
    },
    'history-manager': {
      view: view({ orders: [], person: { id: 'p1', name: 'Noor', role: 'manager' }, settings: dark }),
      press: [...history, '[data-row="5"]'],
      answers: { ...withHistory, ...withTimeline },
    },
  };
}

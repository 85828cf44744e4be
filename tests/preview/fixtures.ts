// Views as the window may get them: one per state worth looking at. All of it is invented for looking.
import type { IpcError } from '../../contract/ipc.ts';
import type { Order } from '../../contract/order.ts';
import type { QueryAnswer } from '../../contract/queries.ts';
import type { FollowedTest } from '../../contract/self-test.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { OrderView, View } from '../../contract/view.ts';

export const now = Date.parse('2026-03-06T12:03:07Z');
const iso = (secondsFromNow: number): string => new Date(now + secondsFromNow * 1000).toISOString();
const minutes = (count: number): number => count * 60;

let made = 0;
const id = (): string => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;

type Change = Partial<Omit<Order, 'items'>> & { items?: ItemChange[] };
type ItemChange = Partial<Order['items'][number]> & { name: string };

export function order(change: Change = {}): Order {
  const { items = [{ name: 'Margherita' }], ...rest } = change;
  return {
    id: id(),
    number: '87',
    status: 'new',
    channel: 'web',
    fulfilment: { kind: 'pick-up' },
    payment: { kind: 'paid' },
    total: { amount: 2340, currency: 'EUR' },
    placedAt: iso(-38),
    ringAt: iso(-38),
    promisedAt: null,
    tellAt: null,
    toldAt: null,
    snoozedUntil: null,
    toBeUnderstood: null,
    assumed: false,
    acts: [],
    ...rest,
    items: items.map((item, index) => ({
      id: `i${index + 1}`,
      quantity: 1,
      modifiers: [],
      allergens: [],
      ticked: false,
      ...item,
    })),
  };
}

export function shown(change: Change = {}, pending: OrderView['pending'] = null): OrderView {
  const full = order(change);
  return { order: full, column: columnOf(full), pending };
}

function columnOf(full: Order): OrderView['column'] {
  if (full.toBeUnderstood !== null) return 'understand';
  if (Date.parse(full.ringAt) > now && full.status === 'new') return 'later';
  if (full.status === 'accepted') return 'preparing';
  return full.status === 'new' || full.status === 'ready' ? full.status : 'closed';
}

const device = { kind: 'device', name: 'Counter' } as const;

/** The queue of the sketch: two new, four in preparation, two ready. */
export function lunch(): OrderView[] {
  return [
    shown({
      number: '87',
      promisedAt: iso(minutes(20)),
      customer: { name: 'Sam R.' },
      items: [
        { name: 'Margherita', quantity: 2 },
        { name: 'Pad Thai', modifiers: ['no egg', 'extra lime'], allergens: ['peanut'] },
      ],
      note: 'Ring the side door, please.',
    }),
    shown({
      number: '88',
      placedAt: iso(-9),
      ringAt: iso(-9),
      fulfilment: { kind: 'delivery' },
      payment: { kind: 'collect', amount: 2340 },
      customer: { name: 'Jo M.' },
      items: [{ name: 'Ramen', modifiers: ['double noodles'] }],
    }),
    shown({
      number: '81',
      status: 'accepted',
      channel: 'phone',
      promisedAt: iso(-minutes(3) - 20),
      placedAt: iso(-minutes(23)),
      ringAt: iso(-minutes(23)),
      customer: { name: 'Ana P.' },
      items: [
        { name: 'Burger', quantity: 3, modifiers: ['1 medium, 2 well done'], ticked: true },
        { name: 'Fries', quantity: 3 },
      ],
    }),
    shown({
      number: '84',
      status: 'accepted',
      channel: 'counter',
      fulfilment: { kind: 'dine-in', table: '6' },
      payment: { kind: 'collect', amount: 1800 },
      promisedAt: iso(minutes(2) + 40),
      placedAt: iso(-minutes(12)),
      items: [{ name: 'Falafel plate', allergens: ['sesame'] }],
    }),
    shown({
      number: '85',
      status: 'accepted',
      promisedAt: iso(minutes(8) + 53),
      placedAt: iso(-minutes(8)),
      customer: { name: 'Lee K.' },
      items: [{ name: 'Lasagne', quantity: 2 }],
    }),
    shown({
      number: '83',
      status: 'cancelled',
      toBeUnderstood: 'cancelled',
      promisedAt: iso(minutes(5)),
      placedAt: iso(-minutes(14)),
      items: [{ name: 'Gnocchi', quantity: 2 }],
      acts: [{ what: 'cancel', at: iso(-60), by: { kind: 'customer', name: 'customer' } }],
    }),
    shown(
      {
        number: '80',
        status: 'ready',
        placedAt: iso(-minutes(20)),
        promisedAt: iso(minutes(1)),
        tellAt: iso(7),
        acts: [{ what: 'ready', at: iso(-3), by: device }],
      },
      {
        command: 'c1',
        verb: 'ready',
        state: 'sent',
        undoable: true,
        pressedAt: iso(-3),
        problem: null,
      },
    ),
    shown({
      number: '79',
      status: 'ready',
      placedAt: iso(-minutes(25)),
      promisedAt: iso(-minutes(2)),
      tellAt: iso(-minutes(2)),
      toldAt: iso(-minutes(2)),
      acts: [{ what: 'ready', at: iso(-minutes(2) - 10), by: device }],
    }),
    shown({
      number: '91',
      promisedAt: iso(minutes(150)),
      ringAt: iso(minutes(130)),
      customer: { name: 'Mia T.' },
    }),
    shown({
      number: '92',
      promisedAt: iso(minutes(300)),
      ringAt: iso(minutes(280)),
      customer: { name: 'Noor A.' },
    }),
    shown({
      number: '74',
      status: 'collected',
      placedAt: iso(-minutes(70)),
      acts: [{ what: 'collect', at: iso(-minutes(41)), by: device }],
    }),
    shown({
      number: '71',
      status: 'collected',
      assumed: true,
      placedAt: iso(-minutes(120)),
      acts: [{ what: 'assumed', at: iso(-minutes(30)), by: { kind: 'system', name: 'Counterbell' } }],
    }),
    shown({
      number: '70',
      status: 'rejected',
      placedAt: iso(-minutes(130)),
      acts: [
        {
          what: 'reject',
          at: iso(-minutes(129)),
          by: { kind: 'person', name: 'Kim' },
          reason: 'Sold out',
        },
      ],
    }),
  ];
}

const dishes = [
  'Margherita',
  'Pad Thai',
  'Ramen',
  'Falafel plate',
  'Lasagne',
  'Burger',
  'Fries',
  'Caesar salad',
  'Tom kha soup',
  'Gnocchi',
  'Lemonade',
];
const extras = ['no onion', 'extra cheese', 'gluten-free base', 'spicy', 'sauce on the side'];
const allergens = ['peanut', 'sesame', 'milk', 'egg'];
const names = ['Sam R.', 'Jo M.', 'Ana P.', 'Lee K.', 'Mia T.', 'Noor A.', 'Ben S.'];
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** As many orders as wanted, spread over the columns. */
export function many(count: number): OrderView[] {
  return Array.from({ length: count }, (_, index) => {
    const status = index % 10 < 2 ? 'new' : index % 10 < 8 ? 'accepted' : 'ready';
    const age = status === 'new' ? index * 3 + 5 : minutes(10) + index * 20;
    return shown({
      number: String(100 + index),
      status,
      channel: pick(['web', 'phone', 'counter', 'Foodora'], index),
      fulfilment: pick<Order['fulfilment']>(
        [{ kind: 'pick-up' }, { kind: 'delivery' }, { kind: 'dine-in', table: '12' }],
        index,
      ),
      payment: index % 3 === 0 ? { kind: 'collect', amount: 1250 + index * 35 } : { kind: 'paid' },
      customer: { name: pick(names, index) },
      placedAt: iso(-age),
      ringAt: iso(-age),
      promisedAt: status === 'new' ? null : iso(minutes(((index * 7) % 25) - 4)),
      tellAt: status === 'ready' ? iso(-minutes(1)) : null,
      toldAt: status === 'ready' ? iso(-minutes(1)) : null,
      acts: status === 'ready' ? [{ what: 'ready', at: iso(-minutes(1) - index), by: device }] : [],
      ...(index % 6 === 0 ? { note: 'Please call when it is ready.' } : {}),
      items: Array.from({ length: 1 + (index % 4) }, (_unused, line) => ({
        name: pick(dishes, index + line * 3),
        quantity: 1 + ((index + line) % 3),
        modifiers: line === 0 && index % 2 === 0 ? [pick(extras, index)] : [],
        allergens: line === 0 && index % 5 === 0 ? [pick(allergens, index)] : [],
      })),
    });
  });
}

/** What strains a ticket: long words, many items, much money, every pending state. */
export function strains(): OrderView[] {
  const pending = (change: Partial<NonNullable<OrderView['pending']>>): OrderView['pending'] => ({
    command: 'c',
    verb: 'ready',
    state: 'not-sent',
    undoable: false,
    pressedAt: iso(-5),
    problem: null,
    ...change,
  });
  return [
    shown({
      number: 'W-1048-B77XL',
      channel: 'Liefergemeinschaft Innenstadt-Nordost',
      fulfilment: {
        kind: 'delivery',
        courier: 'Donaudampfschifffahrtsgesellschaftskurierdienst Nordost',
        address:
          'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzstraße 144, Hinterhaus, 5. Stock',
      },
      payment: { kind: 'collect', amount: 9_999_999 },
      customer: { name: 'Maximiliane-Alexandra von Hohenstein-Wittgenstein zu Berleburg' },
      items: [
        {
          name: 'Süßkartoffelcremesuppe mit Kokosmilchschaum, Korianderpesto und geröstetem Sauerteigbrot',
          quantity: 120,
          modifiers: [
            'ohne Koriander, dafür mit glatter Petersilie und einem Spritzer Limette, bitte getrennt',
          ],
          allergens: ['sellerie', 'schalenfrüchte', 'schwefeldioxid und sulfite'],
          note: 'Für die Tischkarte: „Alles Gute zum 80. Geburtstag!“',
        },
      ],
      note: 'Bitte nicht klingeln, das Baby schläft. Anrufen und am Hintereingang abgeben, der Hund ist freundlich. '.repeat(
        3,
      ),
    }),
    shown({
      number: '200',
      status: 'accepted',
      promisedAt: iso(minutes(30)),
      customer: { name: 'Staff party' },
      items: Array.from({ length: 200 }, (_, index) => ({
        name: pick(dishes, index),
        quantity: 1 + (index % 9),
        modifiers: index % 7 === 0 ? [pick(extras, index)] : [],
      })),
    }),
    shown(
      { number: '31', status: 'accepted', promisedAt: iso(minutes(4)), items: [{ name: 'Ramen' }] },
      pending({ verb: 'accept', state: 'not-sent', undoable: true }),
    ),
    shown(
      { number: '32', status: 'accepted', promisedAt: iso(minutes(9)), items: [{ name: 'Ramen' }] },
      pending({ verb: 'accept', state: 'sending' }),
    ),
    shown(
      { number: '33', status: 'accepted', promisedAt: iso(minutes(12)), items: [{ name: 'Ramen' }] },
      pending({
        state: 'refused',
        problem: 'Order 33 was cancelled by the customer at 12:01.',
      }),
    ),
    shown({
      number: '34',
      status: 'accepted',
      toBeUnderstood: 'changed',
      promisedAt: iso(minutes(15)),
      items: [{ name: 'Gnocchi', quantity: 4 }],
    }),
    shown(
      {
        number: '30',
        status: 'ready',
        promisedAt: iso(0),
        tellAt: iso(-20),
        acts: [{ what: 'ready', at: iso(-minutes(1)), by: device }],
      },
      pending({ state: 'not-sent', undoable: true }),
    ),
  ];
}

/** Everything works, and somebody answered the bell an hour ago. */
export const healthy = (): View['health'] => ({
  sound: { audible: true, why: null, away: false, since: iso(-minutes(90)) },
  notifications: { way: 'desktop', quiet: false, since: iso(-minutes(90)) },
  tray: { works: true, since: iso(-minutes(95)) },
  disk: { works: true, why: null, since: iso(-minutes(95)) },
  secrets: { works: true, since: iso(-minutes(95)) },
  lastHeard: iso(-minutes(65)),
  opening: null,
});

export function view(change: Partial<View> = {}): View {
  const orders = change.orders ?? lunch();
  const unaccepted = orders.filter(({ column }) => column === 'new').length;
  return {
    n: 1,
    skewMs: 0,
    status: {
      word: 'live',
      since: iso(-minutes(90)),
      missing: 0,
      caughtUpAt: iso(0),
      caughtUpTo: 1042,
      parts: [],
    },
    health: healthy(),
    program: { quitAsked: null, closing: null, kiosk: 'off', exitCode: null, codeAsked: 0 },
    bell: { ringing: unaccepted > 0, unaccepted, snoozedUntil: null },
    restaurant: {
      id: 'r1',
      name: 'Corner Kitchen',
      timeZone: 'UTC',
      currency: 'EUR',
      openingHours: null,
      prepMinutes: 15,
      rejectReasons: ['Too busy', 'Sold out', 'Closing soon', 'Address too far'],
      autoAccept: [],
      pause: null,
      escalation: { afterSeconds: 180, webhook: null },
      accepting: true,
    },
    device: { id: 'd1', name: 'Counter 1', kind: 'counter' },
    person: null,
    restaurants: [],
    unreadable: [],
    fit: 'together',
    notices: [],
    inbox: null,
    announcements: [],
    settings: { ...defaultSettings, language: 'en', theme: 'light' },
    locked: [],
    focus: null,
    chat: null,
    chats: [],
    ...change,
    orders,
  };
}

export const settings = view({ orders: [] }).settings;
export const part = (name: View['status']['parts'][number]['part'], works: boolean) => ({
  part: name,
  works,
  since: iso(-minutes(4)),
  cause: null,
});
export const broken = (word: View['status']['word'], ...parts: View['status']['parts']): View['status'] => ({
  word,
  since: iso(-minutes(4)),
  missing: word === 'catching-up' ? 12 : 0,
  caughtUpAt: iso(-minutes(4)),
  caughtUpTo: 1042,
  parts,
});

/** What a newer order system brings: orders that cannot be read, a status that nobody knows, other ways to pay. */
const newer = (): Pick<View, 'orders' | 'unreadable' | 'status'> => {
  const [first, second, ...rest] = lunch();
  const odd = { column: 'new', hasCopy: false, answerable: true, pending: null } as const;
  const orders = [
    ...(first
      ? [{ ...first, order: { ...first.order, status: 'unknown', statusWord: 'in-review' } as const }]
      : []),
    ...(second
      ? [{ ...second, order: { ...second.order, payment: { kind: 'other', word: 'voucher' } } as const }]
      : []),
    ...rest,
  ];
  const known = rest.find(({ column }) => column === 'preparing')?.order;
  return {
    orders,
    unreadable: [
      { ...odd, id: 'x1', number: '93', since: iso(-20) },
      { ...odd, id: 'x2', number: '3f0b6a4e', since: iso(-minutes(3)), column: 'preparing' },
      ...(known
        ? [
            {
              ...odd,
              id: known.id,
              number: known.number,
              since: iso(-60),
              column: 'preparing' as const,
              hasCopy: true,
            },
          ]
        : []),
    ],
    status: broken('needs-update'),
  };
};

/** `press`: what is clicked before the picture is taken; `refuse`: what the console says no to meanwhile. */
export type Scene = {
  view: View;
  size?: [number, number];
  press?: string[];
  refuse?: Record<string, IpcError>;
  /** What a self-test has told by then. */
  selfTest?: FollowedTest;
  /** What questions are answered with; none: nothing comes. */
  answers?: Record<string, QueryAnswer<unknown>[]>;
  forcedColors?: boolean;
};

const noor = { id: 'p1', name: 'Noor', role: 'manager' as const };
const throttled: IpcError = { code: 'throttled', message: '', retryAfterSeconds: 28 };
const unsent: IpcError = {
  code: 'unsent',
  message: '',
  unsent: [
    { number: '81', verb: 'ready' },
    { number: 'W-1048', verb: 'recall' },
  ],
};
const pinPad = 'header [aria-haspopup="dialog"] >> nth=0';
export const menu = 'header [aria-haspopup="menu"]';
const settingsScreen = [menu, '[data-choice="settings"]'];
const pinKeys = ['1', '2', '3', '4'].map((digit) => `dialog button span:text-is("${digit}")`);
const ok = 'dialog [type="submit"]';
const leave = [...settingsScreen, 'dialog [aria-haspopup="dialog"]'];
const sure = 'dialog >> nth=-1 >> label';
const disconnect = 'dialog >> nth=-1 >> button >> nth=-1';

const said = (n: number, text: string, from: string | null = 'Noor'): View['announcements'][number] => ({
  id: `announcement-${n}`,
  text,
  at: iso(-minutes(30 * n)),
  from,
});
const short = said(1, 'The oven is being repaired until 17:00.');
const long = said(
  2,
  'Tomorrow the street is closed for the marathon from six in the morning until four in the afternoon. Couriers come by the yard; please leave the gate open, and tell customers who pick up that they reach us on foot only, from the station side. Deliveries of vegetables come tonight instead.',
  null,
);
const arabic = said(3, 'الفرن قيد الإصلاح حتى الساعة 17:00، ورقم الفني هو 555-0142.', 'ليلى');

function announcementScenes(): Record<string, Scene> {
  const open = 'section[data-open] [aria-expanded]';
  const all = [short, long, arabic];
  return {
    announcement: { view: view({ announcements: [short] }) },
    'announcement-long-dark': {
      view: view({ announcements: [long], settings: { ...settings, theme: 'dark' } }),
    },
    'announcements-open': { view: view({ announcements: all }), press: [open] },
    'announcements-wall': {
      view: view({ announcements: all, settings: { ...settings, density: 'wall', theme: 'dark' } }),
      size: [1920, 1080],
    },
    'announcements-german': {
      view: view({ announcements: [long, short], settings: { ...settings, language: 'de' } }),
      size: [1024, 768],
    },
    'announcements-arabic': {
      view: view({ announcements: [arabic, long, short], settings: { ...settings, language: 'ar' } }),
    },
    'announcements-arabic-open-small': {
      view: view({
        announcements: [arabic, long, short],
        settings: { ...settings, language: 'ar', theme: 'dark' },
      }),
      size: [800, 600],
      press: [open],
    },
    'announcement-narrow': { view: view({ announcements: [long] }), size: [360, 640] },
  };
}

export function scenes(): Record<string, Scene> {
  return {
    light: { view: view() },
    dark: { view: view({ settings: { ...settings, theme: 'dark' } }) },
    empty: { view: view({ orders: [] }) },
    newer: { view: view(newer()) },
    'newer-german-dark': {
      view: view({ ...newer(), settings: { ...settings, language: 'de', theme: 'dark' } }),
    },
    'newer-arabic': { view: view({ ...newer(), settings: { ...settings, language: 'ar' } }) },
    'newer-small': {
      view: view({ ...newer(), settings: { ...settings, language: 'fr' } }),
      size: [800, 600],
    },
    'too-old': {
      view: view({ status: broken('needs-update'), fit: 'console-too-old' }),
    },
    full: { view: view({ orders: many(60) }) },
    offline: {
      view: view({
        status: broken('offline', part('network', false)),
        orders: [...strains().slice(2), ...lunch()],
      }),
    },
    polling: { view: view({ status: broken('polling', part('network', true), part('pusher', false)) }) },
    'catching-up': {
      view: view({ status: broken('catching-up'), settings: { ...settings, theme: 'dark' } }),
    },
    snoozed: {
      view: view({ bell: { ringing: false, unaccepted: 2, snoozedUntil: iso(45) } }),
    },
    notices: {
      view: view({
        notices: [
          { id: 'n1', code: 'notifications-failed', at: iso(-60), detail: '' },
          { id: 'n2', code: 'settings-restored', at: iso(-60), detail: 'settings.json' },
        ],
      }),
    },
    ...announcementScenes(),
    wall: { view: view({ settings: { ...settings, density: 'wall', theme: 'dark' } }), size: [1920, 1080] },
    'wall-small': { view: view({ settings: { ...settings, density: 'wall' } }) },
    german: { view: view({ settings: { ...settings, language: 'de' } }) },
    arabic: { view: view({ settings: { ...settings, language: 'ar' } }) },
    'arabic-dark': { view: view({ settings: { ...settings, language: 'ar', theme: 'dark' } }) },
    setup: { view: view({ orders: [], status: broken('not-enrolled'), restaurant: null, device: null }) },
    'signed-out': {
      view: view({
        orders: [],
        status: broken('signed-out'),
        restaurant: null,
        device: null,
        settings: { ...settings, theme: 'dark', language: 'de' },
      }),
    },
    'setup-notices': {
      view: view({
        orders: [],
        status: broken('not-enrolled'),
        restaurant: null,
        device: null,
        notices: [{ id: 'n', code: 'enrolment-failed', at: iso(-60), detail: 'The code has been used up.' }],
      }),
    },
    small: { view: view(), size: [800, 600] },
    '1024-german': { view: view({ settings: { ...settings, language: 'de' } }), size: [1024, 768] },
    'small-french': { view: view({ settings: { ...settings, language: 'fr' } }), size: [800, 600] },
    'small-german-offline': {
      view: view({
        settings: { ...settings, language: 'de' },
        status: broken('offline', part('backend', false)),
      }),
      size: [800, 600],
    },
    long: { view: view({ orders: [...strains(), ...lunch()] }) },
    later: { view: view(), press: ['#tab-later'] },
    closed: { view: view(), press: ['#tab-closed'] },
    settings: {
      view: view({ locked: ['theme', 'bell'], settings: { ...settings, theme: 'dark' } }),
      press: settingsScreen,
    },
    'settings-small-arabic': {
      view: view({ settings: { ...settings, language: 'ar' } }),
      press: settingsScreen,
      size: [360, 640],
    },
    menu: { view: view(), press: [menu] },
    'menu-small-german': {
      view: view({ settings: { ...settings, language: 'de', theme: 'dark' } }),
      press: [menu],
      size: [360, 640],
    },
    keys: { view: view(), press: [menu, '[role="menuitem"] >> nth=0'] },
    'settings-light': { view: view(), press: settingsScreen },
    'settings-german': {
      view: view({ locked: ['startAtLogin'], settings: { ...settings, language: 'de' } }),
      press: settingsScreen,
    },
    'settings-arabic': {
      view: view({ locked: ['bell'], settings: { ...settings, language: 'ar', theme: 'dark' } }),
      press: settingsScreen,
    },
    'settings-wall': { view: view({ settings: { ...settings, density: 'wall' } }), press: settingsScreen },
    reject: { view: view(), press: ['[data-column="new"] [aria-haspopup="menu"]'] },
    more: { view: view(), press: ['[data-column="preparing"] [aria-haspopup="menu"]'] },
    manager: {
      view: view({ person: noor, settings: { ...settings, theme: 'dark' } }),
      press: ['[data-column="preparing"] [aria-haspopup="menu"]'],
    },
    'manager-arabic': { view: view({ person: noor, settings: { ...settings, language: 'ar' } }) },
    'manager-small-german': {
      view: view({ person: noor, settings: { ...settings, language: 'de' } }),
      size: [800, 600],
    },
    'manager-wall': {
      view: view({ person: noor, settings: { ...settings, density: 'wall', theme: 'dark' } }),
      size: [1920, 1080],
    },
    pin: { view: view(), press: [pinPad, ...pinKeys] },
    'pin-throttled': {
      view: view({ settings: { ...settings, theme: 'dark', language: 'de' } }),
      press: [pinPad, ...pinKeys, ok],
      refuse: { stepIn: throttled },
    },
    'pin-arabic-small': {
      view: view({ settings: { ...settings, language: 'ar' } }),
      size: [800, 600],
      press: [pinPad, ...pinKeys, ok],
      refuse: { stepIn: { code: 'wrong-secret', message: '' } },
    },
    'pin-wall': {
      view: view({ settings: { ...settings, density: 'wall', theme: 'dark' } }),
      press: [pinPad, ...pinKeys],
    },
    leave: { view: view(), press: leave },
    'leave-unsent': {
      view: view({ person: noor, settings: { ...settings, theme: 'dark', language: 'de' } }),
      press: [...leave, sure, disconnect],
      refuse: { leave: unsent },
    },
    'leave-rings-arabic': {
      view: view({ settings: { ...settings, language: 'ar' } }),
      press: [...leave, sure, disconnect],
      refuse: { leave: { code: 'rings', message: '' } },
    },
    'forced-colors': { view: view({ person: noor }), forcedColors: true },
    'forced-colors-dark': {
      view: view({ settings: { ...settings, theme: 'dark' } }),
      press: [pinPad, ...pinKeys],
      forcedColors: true,
    },
    spanish: { view: view({ settings: { ...settings, language: 'es' } }) },
    french: { view: view({ settings: { ...settings, language: 'fr' } }) },
    '4k': { view: view({ orders: many(60) }), size: [3840, 2160] },
  };
}

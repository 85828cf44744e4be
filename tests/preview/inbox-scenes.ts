// A person's inbox as the window may show it: full, empty, without an answer, and in every dress.
import { plainChoices, type NotificationKind } from '../../contract/notifications.ts';
import type { InboxPage, QueryAnswer } from '../../contract/queries.ts';
import type { InboxView, NotificationView, View } from '../../contract/view.ts';
import { lunch, now, view, type Scene } from './fixtures.ts';

const iso = (minutesFromNow: number): string => new Date(now + minutesFromNow * 60_000).toISOString();
type Told = { title: string; body?: string; kind?: NotificationKind; number?: string; from?: string };

export const told = (
  n: number,
  minutesAgo: number,
  { title, body = '', ...rest }: Told,
): NotificationView => ({
  id: `00000000-0000-4000-a000-${String(n).padStart(12, '0')}`,
  kind: rest.kind ?? 'message',
  title,
  body,
  createdAt: iso(-minutesAgo),
  opened: minutesAgo > 60,
  order:
    rest.number === undefined
      ? null
      : { id: `00000000-0000-4000-8000-9000000000${rest.number}`, number: rest.number },
  from: rest.from ?? null,
});

const english: Told[] = [
  { title: 'Nobody has answered order 85', kind: 'escalation', number: '85' },
  { title: 'Delivery of flour comes at 15:00', body: 'Please leave the back door open.', from: 'Noor' },
  { title: 'Nobody hears orders', kind: 'no-console', body: 'No console of Corner Kitchen can be reached.' },
  { title: 'Console “Bar” cannot be reached', kind: 'console-gone', body: 'Silent since 11:40.' },
  { title: 'A call to your order system failed', kind: 'webhook-failed', body: 'It answered 500.' },
  { title: 'New menu from Monday on', kind: 'announcement', body: 'The list hangs in the kitchen.' },
  {
    title: 'Shift plan of next week',
    body: 'Ana: Monday, Tuesday, Friday. Lee: Wednesday, Thursday. Sam: the weekend, with Jo from six o’clock on. Whoever cannot come says so until Sunday at noon, so that somebody else can be found.',
    from: 'Maximiliane von Hohenstein',
  },
];
const german: Told[] = [
  { title: 'Bestellung 85 hat niemand beantwortet', kind: 'escalation', number: '85' },
  { title: 'Mehllieferung kommt um 15 Uhr', body: 'Bitte Hintertür offen lassen.', from: 'Noor' },
  { title: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenlieferung', kind: 'announcement' },
];
const arabic: Told[] = [
  { title: 'لم يرد أحد على الطلب 85', kind: 'escalation', number: '85' },
  { title: 'يصل الدقيق الساعة 15:00', body: 'اتركوا الباب الخلفي مفتوحًا من فضلكم.', from: 'Noor' },
  { title: 'New menu (v2.1)', kind: 'announcement', body: 'The list hangs in the kitchen.' },
];

const inboxOf = (all: readonly Told[]): InboxView => {
  const notifications = all.map((one, n) => told(n, 3 + n * 14, one));
  const unread = notifications.filter(({ opened }) => !opened).length;
  return { notifications, unread, choices: plainChoices, opened: { ids: [], upTo: null } };
};
export const noor = { id: 'p1', name: 'Noor', role: 'manager' } as const;
export const fullInbox = inboxOf(english);

export const olderPage = (from: number, before: string | null): InboxPage => ({
  notifications: Array.from({ length: 30 }, (_, n) =>
    told(100 + from + n, 300 + (from + n) * 60, { title: `Delivery ${from + n} has come`, from: 'Lee' }),
  ),
  before,
});
const answers = (...pages: QueryAnswer<unknown>[]) => ({ 'inbox.page': pages });
const withOlder = answers({ ok: true, value: olderPage(0, 'more') });
const offline = answers({ ok: false, why: 'offline' });

const orders = lunch();
const { settings } = view({ orders });
const inThe = (language: 'en' | 'de' | 'ar' | 'fr', more: Partial<View['settings']> = {}) => ({
  ...settings,
  language,
  ...more,
});
const scene = (change: Partial<View>, more: Partial<Scene> = {}): Scene => ({
  view: view({ orders, person: noor, inbox: fullInbox, ...change }),
  press: ['header [aria-haspopup="menu"]', '[role="menuitem"]:nth-child(2)'],
  answers: withOlder,
  ...more,
});
const choosing = [
  'header [aria-haspopup="menu"]',
  '[role="menuitem"]:nth-child(2)',
  'dialog [aria-expanded="false"]',
];
const gone: View['status'] = {
  ...view().status,
  word: 'offline',
  since: iso(-4),
  caughtUpAt: iso(-4),
  parts: [{ part: 'backend', works: false, since: iso(-4), cause: null }],
};

export const inboxScenes = (): Record<string, Scene> => ({
  inbox: scene({}),
  'inbox-dark-german': scene({ inbox: inboxOf(german), settings: inThe('de', { theme: 'dark' }) }),
  'inbox-arabic': scene({ inbox: inboxOf(arabic), settings: inThe('ar') }),
  'inbox-offline': scene({ status: gone }, { answers: offline }),
  'inbox-empty': scene(
    { inbox: inboxOf([]) },
    { answers: answers({ ok: true, value: { notifications: [], before: null } }) },
  ),
  'inbox-unfolded': scene(
    {},
    { press: [...(scene({}).press ?? []), '[data-notification]:has-text("Shift plan")'] },
  ),
  'inbox-choices': scene({}, { press: choosing }),
  'inbox-choices-german': scene({ settings: inThe('de', { theme: 'dark' }) }, { press: choosing }),
  'inbox-choices-small': scene({ settings: inThe('fr') }, { press: choosing, size: [360, 640] }),
  'inbox-small': scene({}, { size: [320, 640] }),
  'inbox-800': scene({ settings: inThe('fr') }, { size: [800, 600] }),
  'inbox-wall': scene({ settings: inThe('en', { theme: 'dark', density: 'wall' }) }, { size: [1920, 1080] }),
  'inbox-chip': scene({}, { press: [] }),
  'inbox-chip-small': scene({ settings: inThe('de') }, { press: [], size: [800, 600] }),
  'console-gone': scene(
    { notices: [{ id: 'c1', code: 'console-gone', at: iso(-1), detail: 'Bar, Terrace' }] },
    { press: [] },
  ),
});

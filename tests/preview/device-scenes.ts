// The room of devices and an office, as the window may show them.
import type { QueryAnswer, ShownDevice } from '../../contract/queries.ts';
import type { View } from '../../contract/view.ts';
import { now, view, type Scene } from './fixtures.ts';

const iso = (secondsFromNow: number): string => new Date(now + secondsFromNow * 1000).toISOString();
const noor = { id: 'p1', name: 'Noor', role: 'manager' } as const;
const seen = (change: Partial<ShownDevice>): ShownDevice => ({
  id: 'd1',
  name: 'Counter 1',
  kind: 'counter',
  enrolledAt: iso(-90 * 86_400),
  seenAt: iso(-4),
  live: true,
  audible: true,
  attended: true,
  person: noor,
  version: '0.4.0',
  protocol: 2,
  platform: 'win32-x64',
  closed: null,
  ...change,
});
const gone = { live: false, audible: false, attended: false, person: null };
const some: ShownDevice[] = [
  seen({ person: { id: 'p1', name: 'Noor' } }),
  seen({
    id: 'd2',
    name: 'Kitchen pass',
    audible: false,
    person: null,
    attended: false,
    platform: 'linux-x64',
  }),
  seen({ id: 'd3', name: 'Bar', ...gone, seenAt: iso(-3 * 86_400 - 1200) }),
  seen({
    id: 'd4',
    name: 'Laptop at home, in the study upstairs beside the window',
    kind: 'office',
    person: null,
    platform: 'darwin-arm64',
  }),
  seen({
    id: 'd5',
    name: 'Till of last year',
    version: null,
    protocol: null,
    platform: null,
    attended: null,
    person: null,
  }),
  seen({
    id: 'd7',
    name: 'Till 2',
    ...gone,
    seenAt: iso(-130),
    closed: { at: iso(-124), why: 'quit', person: 'Ana' },
  }),
  seen({ id: 'd6', name: 'New one', ...gone, seenAt: null, version: null, protocol: null, platform: null }),
];
const many = Array.from({ length: 24 }, (_, n) =>
  seen({ id: `m${n}`, name: `Counter ${n + 1}`, person: null }),
);

const answered = (devices: readonly ShownDevice[]): Record<string, QueryAnswer<unknown>[]> => ({
  'devices.list': [{ ok: true, value: { devices } }],
});
/** As the stand-in answers for them. */
export const someDevices = answered(some);
const manager = (change: Partial<View> = {}): View => view({ person: noor, ...change });
const dressed = (language: 'de' | 'ar', theme: 'light' | 'dark'): Partial<View> => ({
  settings: { ...view().settings, language, theme },
});
const both = [
  { id: 'r1', name: 'Corner Kitchen', role: 'manager' },
  { id: 'r2', name: 'Harbour Kitchen & Bar at the Old Fish Market', role: 'admin' },
] as const;

const entries = { en: 'Devices', de: 'Geräte', ar: 'الأجهزة' };
const open = (language: keyof typeof entries = 'en'): string[] => [
  'header [aria-haspopup="menu"]',
  `[role="menuitem"]:has-text("${entries[language]}")`,
];
const more = '[data-device="d3"] [aria-haspopup="menu"]';
const choice = (word: string): string => `[role="menuitem"]:has-text("${word}")`;

export function deviceScenes(): Record<string, Scene> {
  const office = { id: 'd4', name: 'Laptop', kind: 'office' } as const;
  const unheard = { ringing: false, unaccepted: 2, snoozedUntil: null };
  return {
    devices: { view: manager(), press: open(), answers: answered(some) },
    'devices-dark-german': {
      view: manager(dressed('de', 'dark')),
      press: open('de'),
      answers: answered(some),
    },
    'devices-arabic': { view: manager(dressed('ar', 'light')), press: open('ar'), answers: answered(some) },
    'devices-empty': { view: manager({ orders: [] }), press: open(), answers: answered([]) },
    'devices-many': { view: manager({ orders: [] }), press: open(), answers: answered(many) },
    'devices-offline': {
      view: manager({ orders: [] }),
      press: open(),
      answers: { 'devices.list': [{ ok: false, why: 'offline' }] },
    },
    'devices-small': { view: manager(), press: open(), answers: answered(some), size: [320, 640] },
    'devices-rename': {
      view: manager({ orders: [] }),
      press: [...open(), more, choice('Rename')],
      answers: answered(some),
    },
    'devices-sign-out': {
      view: manager({ orders: [] }),
      press: [...open(), more, choice('Sign out')],
      answers: answered(some),
    },
    'devices-not-possible': {
      view: manager({ orders: [] }),
      press: [...open(), '[data-device="d2"] button:has-text("Where is it?")'],
      answers: answered(some),
      refuse: { ringDevice: { code: 'unreachable', message: '' } },
    },
    'devices-several': {
      view: manager({ orders: [], restaurants: [...both] }),
      press: open(),
      answers: answered(some),
    },
    'office-quiet': { view: view({ orders: [], device: office }) },
    'office-waiting': { view: view({ device: office, bell: unheard }) },
    'office-german-dark': { view: view({ device: office, bell: unheard, ...dressed('de', 'dark') }) },
    'office-arabic-small': {
      view: view({ device: office, bell: unheard, ...dressed('ar', 'light') }),
      size: [360, 640],
    },
  };
}

// The sheet of a manager's phone, as the window may show it: with a code to scan, with phones, without a connection.
import type { QueryAnswer, Value } from '../../contract/queries.ts';
import { lunch, view, type Scene } from './fixtures.ts';

const answered = (value: Value<'phones.list'>): QueryAnswer<unknown>[] => [{ ok: true, value }];
const orders = lunch();
const person = { id: 'noor', name: 'Noor', role: 'manager' } as const;
const { settings } = view({ orders });
const open = (word: string): string[] => [
  'header [aria-haspopup="menu"]',
  `[role="menuitem"]:has-text("${word}")`,
];
const showing = (word: string, button: string): string[] => [
  ...open(word),
  `dialog button:has-text("${button}")`,
];

export const phones: Value<'phones.list'> = {
  phones: [
    {
      id: 'p1',
      name: 'iPhone · Safari',
      person: { id: 'noor', name: 'Noor' },
      addedAt: '2026-03-05T18:20:00.000Z',
      reachedAt: '2026-03-06T11:02:00.000Z',
    },
    {
      id: 'p2',
      name: 'Android · Samsung Internet',
      person: { id: 'w', name: 'Wilhelmina Oberhuber-Schattenberger' },
      addedAt: '2026-03-06T09:00:00.000Z',
      reachedAt: null,
    },
  ],
};
const withPhones = { 'phones.list': answered(phones) };

export function phonesScenes(): Record<string, Scene> {
  return {
    phones: {
      view: view({ orders, person }),
      press: showing('My phone', 'Show the QR'),
      answers: withPhones,
    },
    'phones-asked': {
      view: view({ orders, person }),
      press: [...open('My phone'), 'dialog li:last-child button'],
      answers: withPhones,
    },
    'phones-asked-arabic-dark': {
      view: view({ orders, person, settings: { ...settings, language: 'ar', theme: 'dark' } }),
      press: [...open('هاتفي'), 'dialog li:last-child button'],
      answers: withPhones,
      size: [320, 640],
    },
    'phones-none': {
      view: view({ orders, person }),
      press: open('My phone'),
      answers: { 'phones.list': answered({ phones: [] }) },
    },
    'phones-dark-german': {
      view: view({ orders, person, settings: { ...settings, language: 'de', theme: 'dark' } }),
      press: showing('Mein Telefon', 'QR-Code'),
      answers: withPhones,
    },
    'phones-arabic': {
      view: view({ orders, person, settings: { ...settings, language: 'ar' } }),
      press: showing('هاتفي', 'QR'),
      answers: withPhones,
    },
    'phones-offline': {
      view: view({ orders, person }),
      press: open('My phone'),
      answers: { 'phones.list': [{ ok: false, why: 'offline' }] },
    },
    'phones-small': {
      view: view({ orders, person }),
      press: showing('My phone', 'Show the QR'),
      answers: withPhones,
      size: [320, 640],
    },
  };
}

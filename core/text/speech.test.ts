import { expect, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import { ledgerOf, orderNo } from '../../tests/support/brain.ts';
import { initialState, type State } from '../assembly.ts';
import { withPolicy } from '../settings/effective.ts';
import { looksTheSame, trayOf, trayFacts } from '../tray/tray-of.ts';
import { groupToast, singleToast } from '../alerts/toasts.ts';
import { dictionaries, speechIn, speechOf } from './speech.ts';
import type { Words } from './words.ts';

/** Every text by its place; a plural's forms below it. */
const flat = (words: object, at = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[at + key, value]] : flat(value as object, `${at}${key}.`),
  );
const plurals = ({ toast, tray }: Words) => ({
  cameIn: toast.cameIn,
  waiting: tray.waiting,
  messages: tray.messages,
});
const isForm = (place: string) => /\.(?:cameIn|waiting|messages)\./.test(place);
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();

test.each(languages)('%s: nothing is empty, and every value has its place', (language) => {
  const english = new Map(flat(dictionaries.en));
  const texts = flat(dictionaries[language]);
  expect(texts.filter(([, text]) => text.trim() === '')).toEqual([]);
  expect(texts.filter(([place]) => !isForm(place)).map(([place, text]) => [place, holes(text)])).toEqual(
    [...english].filter(([place]) => !isForm(place)).map(([place, text]) => [place, holes(text)]),
  );
});

test.each(languages)(
  '%s: a text for each form of its grammar, with the number where it is not in the word',
  (language) => {
    const rules = new Intl.PluralRules(language);
    for (const forms of Object.values(plurals(dictionaries[language]))) {
      expect(Object.keys(forms).toSorted()).toEqual(rules.resolvedOptions().pluralCategories.toSorted());
      for (const n of [3, 7, 11, 26, 100, 1000, 1_000_000])
        expect(speechIn(language).count(forms, n)).toMatch(new RegExp(`\\b${n}\\b`));
    }
  },
);

const supper = orderNo(17, {
  number: 'A-17',
  fulfilment: { kind: 'dine-in', table: '4b' },
  items: ['Ramen', 'حمص', 'Gyoza', 'Sake', 'Mochi'].map((name, at) => ({
    ...(orderNo(1).items[0] as ReturnType<typeof orderNo>['items'][number]),
    id: `i${at}`,
    name,
    quantity: at + 1,
  })),
});
const placed = { kind: 'placed', voice: 'loud', order: supper } as const;
const now = Date.parse(supper.ringAt) + 6 * 60_000;

test('a German notification as a whole', () => {
  const german = speechIn('de');
  expect(singleToast(placed, german, 'items')).toMatchObject({
    title: 'Neue Bestellung A-17',
    body: '1× Ramen, 2× \u2068حمص\u2069, 3× Gyoza, +2 · Tisch 4b',
    open: 'Öffnen',
  });
  expect(groupToast('g', [supper, orderNo(18), orderNo(19)], now, german)).toMatchObject({
    title: '3 Bestellungen sind da, die älteste seit 6 Min.',
    body: 'A-17, 18, 19',
  });
});

test('where everybody may read it only the number is told', () => {
  expect(singleToast(placed, speechIn('de'), 'number')).toMatchObject({
    title: 'Neue Bestellung A-17',
    body: '',
  });
});

test('an Arabic notification as a whole: Latin words stand apart, so that it runs from the right', () => {
  const arabic = speechIn('ar');
  const apart = (text: string) => `\u2068${text}\u2069`;
  expect(singleToast(placed, arabic, 'items')).toMatchObject({
    title: `طلب جديد ${apart('A-17')}`,
    body: `1× ${apart('Ramen')}، 2× ${apart('حمص')}، 3× ${apart('Gyoza')}، ${apart('+2')} · طاولة ${apart('4b')}`,
  });
  expect(groupToast('g', [supper, orderNo(18), orderNo(19)], now, arabic)).toMatchObject({
    title: 'وصلت 3 طلبات، الأقدم قبل 6 د',
    body: `${apart('A-17')}، 18، 19`,
  });
});

const at = { wall: Date.parse(supper.ringAt), mono: 0 };
const factsOf = (state: State) => trayFacts(state, at.wall);

test('the tray speaks as it is set: by IT, by a person, otherwise as the computer', () => {
  const state = { ...initialState(null, at, ['pt-BR', 'fr-CA', 'de']), ledger: ledgerOf(supper) };
  expect(trayOf(factsOf(state)).tooltip).toBe('Counterbell · Démarrage · 1 nouvelle');
  const chosen = { ...state.settings.chosen, language: 'de' as const };
  const german = { ...state, settings: withPolicy(chosen, null) };
  expect(looksTheSame(factsOf(state), factsOf(german))).toBe(false);
  const { tooltip, menu } = trayOf(factsOf(german));
  expect(tooltip).toBe('Counterbell · Startet · 1 neu');
  expect(menu.flatMap((item) => ('label' in item ? [item.label] : []))).toEqual([
    'Öffnen',
    'Bestellung A-17',
    'Klingel stoppen',
    'Startet',
    'Jetzt versuchen',
    'Beenden',
  ]);
  const byIt = { ...state, settings: withPolicy(chosen, { settings: { language: 'ar' } }) };
  expect(trayOf(factsOf(byIt)).tooltip).toBe('\u2068Counterbell\u2069 · بدء التشغيل · طلب جديد');
});

test('where the computer speaks nothing that is spoken here, it is English', () => {
  expect(speechOf(initialState(null, at, ['ja', 'c']))).toBe(speechIn('en'));
  expect(speechOf(initialState(null, at))).toBe(speechIn('en'));
});

test('whatever an order says and however many there are, a notification stays as short as one', () => {
  const english = speechIn('en');
  const wordy = orderNo(1, { items: [{ ...orderNo(1).items[0]!, name: 'x'.repeat(2_000_000) }] });
  const many = Array.from({ length: 10_000 }, (_, n) => orderNo(n));
  const single = singleToast({ kind: 'placed', voice: 'loud', order: wordy }, english, 'items');
  for (const { title, body } of [single, groupToast('g', many, 0, english)])
    expect(title.length + body.length).toBeLessThan(700);
});

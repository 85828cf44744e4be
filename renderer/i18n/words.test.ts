import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import { noticeCodes, parts, statusWords } from '../../contract/view.ts';
import { verbs } from '../../contract/order.ts';
import { ipcErrorCodes } from '../../contract/ipc.ts';
import { createWords, dictionaries } from './words.tsx';

const forms = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;
const form = new RegExp(`_(?:${forms.join('|')})$`);

function flat(words: object, at = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[at + key, value]] : [...flat(value as object, `${at}${key}.`)],
    ),
  );
}

const english = flat(dictionaries.en);
const plurals = new Set(
  [...english.keys()].filter((key) => form.test(key)).map((key) => key.replace(form, '')),
);
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');

test.each(languages)('%s has every word, and every plural form its grammar knows', (language) => {
  const words = flat(dictionaries[language]);
  const grammar = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const wanted = [...english.keys()].filter((key) => !form.test(key));
  for (const key of plurals) for (const category of grammar) wanted.push(`${key}_${category}`);
  expect([...words.keys()].toSorted()).toEqual(wanted.toSorted());
  expect([...words].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test.each(languages)(
  '%s fills the same holes as English; a plural form may say its number in words',
  (language) => {
    const wrong = [...flat(dictionaries[language])].filter(([key, text]) => {
      const model = holes(english.get(key) ?? english.get(key.replace(form, '_other')) ?? '').toSorted();
      const own = holes(text).toSorted();
      return form.test(key) ? !own.every((hole) => model.includes(hole)) : own.join() !== model.join();
    });
    expect(wrong).toEqual([]);
  },
);

test('whatever the console may say has words', () => {
  const { status, notice, error, did, banner } = dictionaries.en;
  expect(Object.keys(status.words).toSorted()).toEqual([...statusWords].toSorted());
  expect(Object.keys(notice)).toEqual(expect.arrayContaining([...noticeCodes]));
  expect(Object.keys(error).toSorted()).toEqual([...ipcErrorCodes].toSorted());
  expect(Object.keys(did).toSorted()).toEqual([...verbs].toSorted());
  expect(Object.keys(banner)).toEqual(expect.arrayContaining([...parts]));
});

test('a name inside an Arabic sentence is kept apart from it, in English nothing is added', () => {
  const number = 'A-12';
  expect(createWords('ar').t('say.newOrder', { number })).toContain(`\u2068${number}\u2069`);
  expect(createWords('en').t('say.newOrder', { number })).toBe('New order A-12');
});

const room = path.resolve(import.meta.dirname, '..');
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
);
const code = new Map(sources.map((file) => [file, readFileSync(path.join(room, file), 'utf8')]));

test('no word is left that nobody says', () => {
  const all = [...code].filter(([file]) => !file.startsWith('i18n')).map(([, text]) => text);
  const text = all.join('\n');
  const unsaid = [...english.keys()].filter((key) => {
    const base = key.replace(form, '');
    const family = `${base.slice(0, base.lastIndexOf('.'))}.\${`;
    // The settings' own are said from their descriptors, and one too many does not compile.
    if (base.startsWith('unit.') || base.startsWith('settings.of.')) return false;
    return !text.includes(`'${base}'`) && !text.includes(`\`${family}`);
  });
  expect(unsaid).toEqual([]);
});

/** Attributes that people read or hear. */
const spoken = new Set(['title', 'aria-label', 'placeholder', 'alt', 'label']);
const letters = /\p{L}/u;

function literals(node: unknown, found: string[]): string[] {
  if (typeof node !== 'object' || node === null) return found;
  if (Array.isArray(node)) {
    for (const part of node) literals(part, found);
    return found;
  }
  const { type, value, name } = node as { type?: string; value?: unknown; name?: { name?: string } };
  if (type === 'JSXText' && typeof value === 'string' && letters.test(value)) found.push(value.trim());
  if (type === 'JSXAttribute' && spoken.has(name?.name ?? '')) {
    const text = (value as { type?: string; value?: unknown } | null)?.value;
    if (typeof text === 'string' && letters.test(text)) found.push(text);
  }
  for (const part of Object.values(node)) literals(part, found);
  return found;
}

test('the finder of literal text finds it', () => {
  const { program } = parseSync('x.tsx', 'const a = <p title="Hello">World {name} · <b>×</b></p>;');
  expect(literals(program, [])).toEqual(['Hello', 'World']);
});

test.each(sources.filter((file) => file.endsWith('.tsx')))('%s shows no literal text', (file) => {
  const { program, errors } = parseSync(file, code.get(file) ?? '');
  expect(errors).toEqual([]);
  expect(literals(program, [])).toEqual([]);
});

test('features keep to themselves: contract, ui, i18n, ticket, chat, pad and app hooks is all they reach for', () => {
  const strays = [...code].flatMap(([file, text]) => {
    const own = /^features[/\\](\w+)/.exec(file)?.[1];
    if (own === undefined) return [];
    const targets = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target = '']) => target);
    return targets
      .filter((target) => !mayReach(own, file, target))
      .map((target) => `${file} reaches for ${target}`);
  });
  expect(strays).toEqual([]);
  expect(mayReach('queue', 'features/queue/Ticket.tsx', '../setup/SetupScreen.tsx')).toBe(false);
});

/** What several features ask of the window alike. */
const appHooks = new Set([
  'hooks.ts',
  'commands.ts',
  'use-query.ts',
  'queries.ts',
  'restaurant-choice.ts',
  'RestaurantPicker.tsx',
]);

function mayReach(own: string, file: string, target: string): boolean {
  const reached = path.relative(room, path.resolve(room, path.dirname(file), target)).split(path.sep);
  const [top = '', next = ''] = reached;
  if (top === 'ui' || top === 'i18n' || top === 'ticket' || top === 'chat' || top === 'pad') return true;
  if (top === '..') return next === 'contract';
  if (top === 'app') return appHooks.has(next);
  return top === 'features' && next === own;
}

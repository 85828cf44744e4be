// What the window and the notifications both say is written once per language; no word is left that nobody says.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import { languages, type Language } from '../../contract/language.ts';
import { statusWords } from '../../contract/view.ts';
import { ar } from '../../contract/words/ar.ts';
import { de } from '../../contract/words/de.ts';
import { en } from '../../contract/words/en.ts';
import { es } from '../../contract/words/es.ts';
import { fr } from '../../contract/words/fr.ts';
import type { SharedWords } from '../../contract/words/words.ts';
import { alertKinds } from '../../core/alerts/alert.ts';
import { dictionaries as spoken } from '../../core/text/speech.ts';
import { dictionaries as onScreen } from '../../renderer/i18n/words.tsx';

const shared: Record<Language, SharedWords> = { ar, de, en, es, fr };
const read = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');

const unsaidIn = (source: string, words: object): string[] =>
  Object.keys(words).filter((word) => !new RegExp(`\\bshared\\.${word}\\b`).test(source));

test.each(languages)('%s: the window and the notifications both say every shared word', (language) => {
  for (const file of [`core/text/${language}.ts`, `renderer/i18n/${language}.ts`])
    expect(unsaidIn(read(file), shared[language]), file).toEqual([]);
});

test('a shared word that one of them does not say is found', () => {
  expect(unsaidIn(read('core/text/en.ts'), { ...en, newOrde: '', goodbye: '' })).toEqual([
    'newOrde',
    'goodbye',
  ]);
});

test('a shared word that a language lacks does not compile', () => {
  const { stopBell, ...others } = en;
  // @ts-expect-error "Stop bell" is missing.
  const lacking: SharedWords = others;
  expect(Object.keys(lacking)).not.toContain('stopBell');
  expect(stopBell).not.toBe('');
});

/** Every text by its place. */
const flat = (words: object, at = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[at + key, value]] : flat(value as object, `${at}${key}.`),
  );
const placesOf = (dictionary: Record<Language, object>): Map<string, string> => {
  const texts = new Map<string, string>();
  for (const language of languages)
    for (const [place, text] of flat(dictionary[language]))
      texts.set(place, `${texts.get(place) ?? ''}${language}: ${text}\n`);
  return texts;
};

/** Places of two dictionaries that say the same in every language without saying a shared word. */
function saidTwice(ones: Record<Language, object>, others: Record<Language, object>): string[] {
  const known = new Set(placesOf(shared).values());
  const elsewhere = new Map([...placesOf(others)].map(([place, text]) => [text, place]));
  return [...placesOf(ones)].flatMap(([place, text]) => {
    const other = elsewhere.get(text);
    return other === undefined || known.has(text) ? [] : [`${place} = ${other}`];
  });
}

test('nothing that both say is written twice', () => {
  expect(saidTwice(spoken, onScreen)).toEqual([]);
});

test('what is written twice is found', () => {
  const everywhere = (words: object): Record<Language, object> =>
    Object.fromEntries(languages.map((language) => [language, words])) as Record<Language, object>;
  expect(saidTwice(everywhere({ a: 'Hello', b: 'x' }), everywhere({ c: { d: 'Hello' } }))).toEqual([
    'a = c.d',
  ]);
});

/** Which keys of the notifications' dictionary no file of `core/` reads: `toast.NAME`, `tray.NAME`, or by kind and status. */
function unread(words: typeof spoken.en, sources: string): string[] {
  const byName = (room: string, keys: object): string[] =>
    Object.keys(keys)
      .filter((key) => !new RegExp(`\\b${room}\\.${key}\\b`).test(sources))
      .map((key) => `${room}.${key}`);
  const kinds: readonly string[] = alertKinds;
  const toasts = Object.fromEntries(Object.entries(words.toast).filter(([key]) => !kinds.includes(key)));
  const statuses: readonly string[] = statusWords;
  return [
    ...byName('toast', toasts),
    ...byName('tray', words.tray),
    ...Object.keys(words.status).filter((word) => !statuses.includes(word)),
  ];
}
const core = readdirSync(path.join(projectRoot, 'core'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => read(path.join('core', file)))
  .join('\n');

test('no word of the notifications and the tray is left that nobody says', () => {
  expect(unread(spoken.en, core)).toEqual([]);
  const extra = { ...spoken.en, tray: { ...spoken.en.tray, farewell: 'Bye' } };
  expect(unread(extra, core)).toEqual(['tray.farewell']);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { languageOf } from './language.ts';

test('what was set; otherwise the first language of the computer that is spoken here; otherwise English', () => {
  expect(languageOf('ar', ['de'])).toBe('ar');
  expect(languageOf('system', ['pt-BR', 'FR-ca', 'de'])).toBe('fr');
  expect(languageOf('system', ['c', 'ja'])).toBe('en');
});

test('it brings nothing into the window: the schemas build code from text, which the window forbids', () => {
  expect(readFileSync(new URL('language.ts', import.meta.url), 'utf8')).not.toMatch(/^import/m);
});

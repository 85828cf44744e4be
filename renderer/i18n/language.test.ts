import { expect, test } from 'vitest';
import { spokenLanguage } from './language.ts';

test('the setting wins; the computer lends its region', () => {
  expect(spokenLanguage('de', ['en-US', 'de-AT'])).toEqual({ language: 'de', locale: 'de-AT', dir: 'ltr' });
  expect(spokenLanguage('de', ['en-US'])).toEqual({ language: 'de', locale: 'de', dir: 'ltr' });
});

test("as the computer: the first of its languages that is spoken here, otherwise English with a plain reader's habits", () => {
  expect(spokenLanguage('system', ['pt-BR', 'fr-CA', 'en-US']).language).toBe('fr');
  expect(spokenLanguage('system', ['en-US']).locale).toBe('en-US');
  expect(spokenLanguage('system', ['ja'])).toEqual({ language: 'en', locale: 'en-GB', dir: 'ltr' });
});

test('Arabic runs from the right, with the digits of the order numbers', () => {
  const spoken = spokenLanguage('ar', ['ar-EG']);
  expect(spoken.dir).toBe('rtl');
  expect(new Intl.NumberFormat(spoken.locale).format(87)).toBe('87');
});

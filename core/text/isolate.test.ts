import { expect, test } from 'vitest';
import { isolated } from './isolate.ts';

test('what cannot turn anything stays as it is', () => {
  expect(isolated('2× Ramen 😀')).toBe('2× Ramen 😀');
});

test('words written from the right are set apart from what follows', () => {
  expect(isolated('حمص')).toBe('\u2068حمص\u2069');
});

test.each(['\u202egnp.exe', 'a\u2069b\u202e', '\u2067x'])('%j cannot reach beyond itself', (text) => {
  const safe = isolated(text);
  expect(safe.startsWith('\u2068') && safe.endsWith('\u2069')).toBe(true);
  expect(safe.slice(1, -1)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});

test('among words that run from the right all but a plain number is set apart', () => {
  expect(isolated('12', 'rtl')).toBe('12');
  expect(isolated('Ramen', 'rtl')).toBe('\u2068Ramen\u2069');
  expect(isolated('A-12', 'rtl')).toBe('\u2068A-12\u2069');
});

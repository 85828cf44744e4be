import { expect, test } from 'vitest';
import { addressProblem, codeProblem, tidyAddress } from './setup-check.ts';

test('an address may be typed without https:// and with a slash at the end', () => {
  expect(tidyAddress(' orders.example.com/ ')).toBe('https://orders.example.com');
  expect(tidyAddress('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080');
});

test.each([
  ['', 'missingUrl'],
  ['   ', 'missingUrl'],
  ['ftp://orders.example.com', 'badUrl'],
  ['https://', 'badUrl'],
  ['two words', 'badUrl'],
  ['orders.example.com', null],
  ['https://orders.example.com/base', null],
])('%j is %s', (typed, problem) => {
  expect(addressProblem(typed)).toBe(problem);
});

test('a code must be there', () => {
  expect(codeProblem(' ')).toBe('missingCode');
  expect(codeProblem('ABCD-1234')).toBeNull();
});

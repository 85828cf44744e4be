import { expect, test } from 'vitest';
import { addressProblem, codeProblem, isOpenToListeners, tidyAddress } from './setup-check.ts';

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

test.each([
  ['http://orders.example.com', true],
  ['HTTP://192.168.1.20:8080', true],
  ['http://127.evil.example', true],
  ['http://localhost.evil.example', true],
  ['http://[2001:db8::1]:8080', true],
  ['http://0x7f000001:8080', false],
  ['http://127.0.0.1:8080', false],
  ['http://[::1]:8080', false],
  ['http://localhost:8080', false],
  ['http://till.localhost', false],
  ['https://orders.example.com', false],
  ['orders.example.com', false],
  ['http://', false],
  ['', false],
])('whether others could listen on the way to %j: %s', (typed, open) => {
  expect(isOpenToListeners(typed)).toBe(open);
});

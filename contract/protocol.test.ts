import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitOf, ourProtocol, readProtocol, writeProtocol, type Protocol } from './protocol.ts';

const number = fc.nat(99);
const protocol = fc.record({ speaks: number, oldest: number });

test('what is written is read', () => {
  fc.assert(
    fc.property(protocol, (told) => {
      expect(readProtocol(writeProtocol(told))).toEqual(told);
    }),
  );
});

test.each([
  [null, { speaks: 1, oldest: 1 }],
  [undefined, { speaks: 1, oldest: 1 }],
  ['3', { speaks: 3, oldest: 3 }],
  [' 3 ; oldest=2 ', { speaks: 3, oldest: 2 }],
  ['3;oldest=2;newest=9', { speaks: 3, oldest: 2 }],
  ['', null],
  ['three', null],
  ['2;oldest=1, 2;oldest=1', null],
])('%j is read as %j', (header, told) => {
  expect(readProtocol(header)).toEqual(told);
});

const at = (speaks: number, oldest: number): Protocol => ({ speaks, oldest });
test.each([
  [at(2, 1), at(1, 1), 'together'],
  [at(1, 1), at(2, 1), 'together'],
  [at(2, 1), at(9, 2), 'together'],
  [at(2, 1), at(9, 3), 'console-too-old'],
  [at(9, 3), at(2, 1), 'backend-too-old'],
  [at(9, 3), null, 'unknown'],
  [null, at(2, 1), 'unknown'],
])('a console that speaks %j and a backend that speaks %j: %s', (console, backend, fit) => {
  expect(fitOf(console, backend)).toBe(fit);
});

test('this version works with version 0.1.0, on either side', () => {
  expect(fitOf(ourProtocol, readProtocol(null))).toBe('together');
  expect(fitOf(readProtocol(null), ourProtocol)).toBe('together');
});

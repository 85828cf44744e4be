import { expect, test } from 'vitest';
import type { CheckedView } from '../../../contract/self-test.ts';
import { linesOf, sumOf } from './tally.ts';

const checked = (id: CheckedView['id'], verdict: CheckedView['verdict']): CheckedView => ({
  id,
  verdict,
  what: '',
  why: '',
  todo: '',
});
const names = ['dns', 'tcp', 'tls', 'clock', 'sound'] as const;
const done = [
  checked('tcp', 'fail'),
  checked('dns', 'ok'),
  checked('sound', 'warn'),
  checked('tls', 'skipped'),
];

test('while it runs every check keeps its place, done or not', () => {
  const lines = linesOf({ done, over: false }, names);
  expect(lines.map(({ id }) => id)).toEqual(names);
  expect(lines.map(({ checked: one }) => one?.verdict)).toEqual(['ok', 'fail', 'skipped', undefined, 'warn']);
});

test('once it is over what failed stands first, and what nobody heard of is left out', () => {
  const lines = linesOf({ done, over: true }, names);
  expect(lines.map(({ id }) => id)).toEqual(['tcp', 'sound', 'dns', 'tls']);
});

test.each([
  [done, 'selfTest.someFailed', 1],
  [done.slice(1), 'selfTest.someToLookAt', 1],
  [[checked('dns', 'ok'), checked('tls', 'skipped')], 'selfTest.allWell', 1],
] as const)('all of it comes to the worst of it', (all, word, count) => {
  expect(sumOf([...all])).toEqual({ word, count });
});

import { expect, test } from 'vitest';
import { now, view } from '../../../tests/preview/fixtures.ts';
import { isStale } from './stale.ts';

const { status } = view();

test('live without a fresh proof is not shown as live', () => {
  expect(isStale(status, now + 20_000)).toBe(false);
  expect(isStale(status, now + 61_000)).toBe(true);
});

test('other words make no claim that could grow old', () => {
  expect(isStale({ ...status, word: 'offline' }, now + 3_600_000)).toBe(false);
  expect(isStale({ ...status, caughtUpAt: null }, now + 3_600_000)).toBe(false);
});

import { expect, test } from 'vitest';
import { isLocked } from './locked.ts';

test('a setting is fixed by its own name or by its group', () => {
  expect(isLocked(['theme'], 'theme')).toBe(true);
  expect(isLocked(['bell'], 'bell.volume')).toBe(true);
  expect(isLocked(['bell.volume'], 'bell.snoozeSeconds')).toBe(false);
  expect(isLocked(['theme'], 'themes')).toBe(false);
});

import { expect, test } from 'vitest';
import { createCrowd } from './crowd.ts';

test('a console counts once, however often it beats, and no longer once it has been silent for a minute', () => {
  const crowd = createCrowd();
  crowd.heard('a', 0);
  crowd.heard('b', 1000);
  crowd.heard('a', 10_000);
  expect(crowd.size(10_000)).toBe(2);
  expect(crowd.size(61_000)).toBe(1);
  expect(crowd.size(70_000)).toBe(0);
});

import { expect, test } from 'vitest';
import { countConsoles } from './count-consoles.ts';

test('a console counts once, however often it beats, and no longer once it has been silent for a minute', () => {
  const consoles = countConsoles();
  consoles.heard('a', 0);
  consoles.heard('b', 1000);
  consoles.heard('a', 10_000);
  expect(consoles.size(10_000)).toBe(2);
  expect(consoles.size(61_000)).toBe(1);
  expect(consoles.size(70_000)).toBe(0);
});

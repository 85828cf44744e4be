import { expect, test } from 'vitest';
import { createChosenMinutes } from './chosen-minutes.ts';

test('minutes are kept while the order waits, and told to whoever listens', () => {
  const chosen = createChosenMinutes();
  let heard = 0;
  const stop = chosen.subscribe(() => void (heard += 1));
  expect(chosen.of('a')).toBeNull();
  chosen.choose('a', 20);
  chosen.choose('b', 25);
  stop();
  chosen.choose('a', 30);
  expect([chosen.of('a'), chosen.of('b'), heard]).toEqual([30, 25, 2]);
  chosen.keepOnly(new Set(['b']));
  expect([chosen.of('a'), chosen.of('b')]).toEqual([null, 25]);
});

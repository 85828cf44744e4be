import { expect, test } from 'vitest';
import { createKnownTokens } from './known-tokens.ts';

test('who comes again is remembered, however many others come meanwhile', () => {
  const known = createKnownTokens(10);
  for (let n = 0; n < 1000; n++) {
    known.add('regular');
    known.add(`guest-${n}`);
    expect(known.has('regular')).toBe(true);
  }
  expect(known.has('guest-0')).toBe(false);
  expect(known.has('guest-999')).toBe(true);
});

test('one that turned out to be good no more is forgotten', () => {
  const known = createKnownTokens(2);
  for (const mark of ['a', 'b', 'c']) known.add(mark);
  expect(known.has('a')).toBe(true);
  known.forget('a');
  expect(known.has('a')).toBe(false);
});

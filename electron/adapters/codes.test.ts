import { expect, test } from 'vitest';
import { createCodes } from './codes.ts';

const codes = createCodes({ N: 16, r: 8, p: 1 });

test('a code fits its own hash alone, and two of the same code differ', async () => {
  const [one, other] = [await codes.hash('47114711'), await codes.hash('47114711')];
  expect(one).not.toBe(other);
  expect(one).not.toContain('47114711');
  expect(codes.isHash(one)).toBe(true);
  expect(await codes.matches('47114711', one)).toBe(true);
  expect(await codes.matches('47114712', one)).toBe(false);
});

test('one that was made at another cost is still read', async () => {
  const dearer = await createCodes({ N: 64, r: 8, p: 2 }).hash('47114711');
  expect(await codes.matches('47114711', dearer)).toBe(true);
});

test.each([
  '',
  'rubbish',
  'scrypt:9999999:99:9:AAAAAAAAAAAAAAAA:' + 'A'.repeat(43),
  'scrypt:15:8:1:AAAAAAAAAAAAAAAA:' + 'A'.repeat(43),
])('what is no hash, or none that can be computed, fits nothing: %s', async (hash) => {
  expect(await codes.matches('47114711', hash)).toBe(false);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { splitKeys, withUnknownKeys, type UnknownKeys } from './known-keys.ts';

const schema = z.strictObject({
  name: z.string(),
  inside: z
    .object({ a: z.number().optional(), deep: z.strictObject({ b: z.number() }).nullable() })
    .optional(),
  list: z.array(z.object({ c: z.number() })).default([]),
});

test('keys are told apart at every depth', () => {
  const raw = {
    name: 'x',
    new: 1,
    inside: { a: 1, new: 2, deep: { b: 1, new: 3 } },
    list: [{ c: 1, new: 4 }],
  };
  const { known, unknown } = splitKeys(schema, raw);
  expect(known).toEqual({ name: 'x', inside: { a: 1, deep: { b: 1 } }, list: [{ c: 1, new: 4 }] });
  expect(unknown).toEqual({ new: 1, inside: { new: 2, deep: { new: 3 } } });
});

test('a known key that is left out now does not come back with the unknown ones', () => {
  const { unknown } = splitKeys(schema, { name: 'x', inside: { a: 1, new: 2, deep: null } });
  expect(withUnknownKeys({ name: 'y', inside: { deep: null } }, unknown)).toEqual({
    name: 'y',
    inside: { deep: null, new: 2 },
  });
  expect(withUnknownKeys({ name: 'y', inside: 'text' }, unknown)).toEqual({ name: 'y', inside: 'text' });
});

test('split and put together again, anything is what it was', () => {
  const value = fc.dictionary(
    fc.constantFrom('name', 'inside', 'deep', 'a', 'b', 'new', '__proto__'),
    fc.jsonValue(),
  );
  const nested = fc.record({
    name: fc.jsonValue(),
    inside: fc.oneof(value, fc.jsonValue()),
    new: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.oneof(value, nested), (raw) => {
      const { known, unknown } = splitKeys(schema, raw);
      expect(withUnknownKeys(known as UnknownKeys, unknown)).toEqual(raw);
    }),
  );
});

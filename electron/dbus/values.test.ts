import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typesIn } from './signature.ts';
import { marshal, unmarshal } from './values.ts';

test('a signature falls apart into complete types', () => {
  expect(typesIn('susssasa{sv}i')).toEqual(['s', 'u', 's', 's', 's', 'as', 'a{sv}', 'i']);
  expect(typesIn('(ia{sv}av)aay')).toEqual(['(ia{sv}av)', 'aay']);
});

test.each([
  '(s',
  'w',
  'h',
  'a',
  'a)',
  '()',
  'a()',
  `${'a'.repeat(40)}y`,
  `${'('.repeat(40)}y${')'.repeat(40)}`,
])('%s is no signature', (signature) => {
  expect(() => typesIn(signature)).toThrow('not a D-Bus signature');
});

test('values lie where the specification puts them', () => {
  expect(marshal('yu', [7, 1])).toEqual(Buffer.from([7, 0, 0, 0, 1, 0, 0, 0]));
  expect(marshal('s', ['hé'])).toEqual(Buffer.from([3, 0, 0, 0, 0x68, 0xc3, 0xa9, 0]));
  // Behind its length an array is aligned to its elements, and the gap does not count.
  expect(marshal('ax', [[1n]])).toEqual(Buffer.from([8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]));
  expect(marshal('a{sv}', [[]])).toEqual(Buffer.from([0, 0, 0, 0, 0, 0, 0, 0]));
  expect(marshal('v', [{ signature: 'y', value: 2 }])).toEqual(Buffer.from([1, 0x79, 0, 2]));
});

test('a NUL, for which a bus would end the connection, is left out of a text', () => {
  expect(marshal('s', ['a\0b'])).toEqual(marshal('s', ['ab']));
});

test('big-endian messages are read as well', () => {
  expect(unmarshal('us', Buffer.from([0, 0, 0, 5, 0, 0, 0, 1, 0x61, 0]), false)).toEqual([5, 'a']);
});

test.each([
  ['s', [200, 0, 0, 0, 0x61, 0], 'a text reaches beyond'],
  ['s', [1, 0, 0, 0, 0xff, 0], 'encoded data'],
  ['ay', [255, 255, 255, 255, 1], 'an array reaches beyond'],
  ['a(yx)', [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], 'within an element'],
  ['v', [2, 0x79, 0x79, 0, 1, 1], 'exactly one value'],
  ['v', [0, 0], 'exactly one value'],
])('%s in %j is not read', (signature, bytes, why) => {
  expect(() => unmarshal(signature, Buffer.from(bytes))).toThrow(why);
});

test('variants within each other have an end', () => {
  const nested = Buffer.from([...Array.from({ length: 20_000 }, () => [1, 0x76, 0]).flat(), 1, 0x79, 0, 7]);
  expect(() => unmarshal('v', nested)).toThrow('nested too deeply');
});

const text = fc.string({ unit: 'grapheme' });
const body = fc.tuple(
  fc.integer({ min: 0, max: 255 }),
  fc.boolean(),
  fc.integer({ min: -32_768, max: 32_767 }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  text,
  fc.array(text),
  fc.array(fc.tuple(text, fc.nat(), fc.array(fc.nat({ max: 255 })))),
);
const signature = 'ybnxdsasa(suay)';

test('whatever is written is read back', () => {
  fc.assert(
    fc.property(body, (values) => {
      expect(unmarshal(signature, marshal(signature, values))).toEqual(values);
    }),
  );
});

test('a text of any length is written', () => {
  const long = 'é'.repeat(500_000);
  expect(unmarshal('s', marshal('s', [long]))).toEqual([long]);
});

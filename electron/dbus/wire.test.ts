import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeMessage,
  encodeMessage,
  marshal,
  messageTypes,
  typesIn,
  unmarshal,
  type Message,
} from './wire.ts';

test('a signature falls apart into complete types', () => {
  expect(typesIn('susssasa{sv}i')).toEqual(['s', 'u', 's', 's', 's', 'as', 'a{sv}', 'i']);
  expect(typesIn('(ia{sv}av)aay')).toEqual(['(ia{sv}av)', 'aay']);
  expect(() => typesIn('(s')).toThrow('not a D-Bus signature');
  expect(() => typesIn('w')).toThrow('not a D-Bus signature');
});

test('values lie where the specification puts them', () => {
  expect(marshal('yu', [7, 1])).toEqual(Buffer.from([7, 0, 0, 0, 1, 0, 0, 0]));
  expect(marshal('s', ['hé'])).toEqual(Buffer.from([3, 0, 0, 0, 0x68, 0xc3, 0xa9, 0]));
  // Behind its length an array is aligned to its elements, and the gap does not count.
  expect(marshal('ax', [[1n]])).toEqual(Buffer.from([8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]));
  expect(marshal('a{sv}', [[]])).toEqual(Buffer.from([0, 0, 0, 0, 0, 0, 0, 0]));
  expect(marshal('v', [{ signature: 'y', value: 2 }])).toEqual(Buffer.from([1, 0x79, 0, 2]));
});

test('big-endian messages are read as well', () => {
  expect(unmarshal('us', Buffer.from([0, 0, 0, 5, 0, 0, 0, 1, 0x61, 0]), false)).toEqual([5, 'a']);
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

test('messages arrive whole, however the bytes were cut', () => {
  const message: Message = {
    type: messageTypes.call,
    serial: 7,
    path: '/org/freedesktop/Notifications',
    interface: 'org.freedesktop.Notifications',
    member: 'Notify',
    destination: 'org.freedesktop.Notifications',
    signature: 'sa{sv}',
    body: ['title', [['urgency', { signature: 'y', value: 2 }]]],
  };
  const bytes = encodeMessage(message);
  for (let length = 0; length < bytes.length; length += 1)
    expect(decodeMessage(bytes.subarray(0, length))).toBeNull();
  const read = decodeMessage(Buffer.concat([bytes, Buffer.from('more')]));
  expect(read).toEqual({
    message: { ...message, body: ['title', [['urgency', 2]]] },
    length: bytes.length,
  });
});

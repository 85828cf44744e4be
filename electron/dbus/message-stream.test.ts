import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeMessage, messageTypes, type Header, type Message } from './message.ts';
import { createMessageStream, longestRead } from './message-stream.ts';

function listen(wants: (header: Header) => boolean = () => true) {
  const heard: Message[] = [];
  const passedOver: [number | null, string][] = [];
  const stream = createMessageStream({
    wants,
    take: (message) => heard.push(message),
    passedOver: (header, why) => passedOver.push([header?.serial ?? null, why]),
  });
  return { heard, passedOver, feed: stream.feed };
}

const message: Message = {
  type: messageTypes.signal,
  serial: 7,
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
  member: 'ActionInvoked',
  sender: ':1.4',
  signature: 'sa{sv}',
  body: ['title', [['urgency', { signature: 'y', value: 2 }]]],
};
const asRead = { ...message, body: ['title', [['urgency', 2]]] };
/** With another signature than the one of its body. */
function withSignature(signature: string, serial = 8): Buffer {
  const bytes = encodeMessage({ ...message, serial, signature: 'u', body: [0] });
  bytes[bytes.indexOf('\x01u\0', 0, 'latin1') + 1] = signature.charCodeAt(0);
  return bytes;
}

test('messages arrive whole and once, however the bytes were cut', () => {
  const bytes = Buffer.concat([encodeMessage(message), encodeMessage({ ...message, serial: 8 })]);
  for (let cut = 0; cut < bytes.length; cut += 1) {
    const { heard, feed } = listen();
    expect([feed(bytes.subarray(0, cut)), feed(bytes.subarray(cut))]).toEqual([true, true]);
    expect(heard).toEqual([asRead, { ...asRead, serial: 8 }]);
  }
});

test('one whose body is of a type nobody reads is passed over, and the next one is heard', () => {
  for (const type of ['h', 'w', '(', 'a']) {
    const { heard, passedOver, feed } = listen();
    expect(feed(Buffer.concat([withSignature(type), encodeMessage(message)]))).toBe(true);
    expect(passedOver).toEqual([[8, expect.stringContaining('not a D-Bus signature')]]);
    expect(heard).toEqual([asRead]);
  }
});

test('one that nobody wants is not even read', () => {
  const { heard, passedOver, feed } = listen(({ serial }) => serial === 7);
  feed(Buffer.concat([withSignature('h'), encodeMessage(message)]));
  expect(passedOver).toEqual([]);
  expect(heard).toEqual([asRead]);
});

test('one that is too long is passed over without being kept, and its header is still known', () => {
  const { heard, passedOver, feed } = listen();
  const long = encodeMessage({ ...message, serial: 9, signature: 's', body: ['x'.repeat(longestRead)] });
  const all = Buffer.concat([long, encodeMessage(message)]);
  for (let at = 0; at < all.length; at += 1000) expect(feed(all.subarray(at, at + 1000))).toBe(true);
  expect(passedOver).toEqual([[9, `it is ${long.length} bytes long`]]);
  expect(heard).toEqual([asRead]);
});

test('a header that is too long is passed over as well', () => {
  const { heard, passedOver, feed } = listen();
  const long = encodeMessage({ ...message, path: `/${'x'.repeat(longestRead)}` });
  expect(feed(Buffer.concat([long, encodeMessage(message)]))).toBe(true);
  expect(passedOver).toEqual([[null, expect.stringContaining('bytes long')]]);
  expect(heard).toEqual([asRead]);
});

test.each([
  ['another byte order', 0, 0x41],
  ['another version', 3, 2],
  ['more than the specification allows', 7, 0x7f],
])('what begins no message ends it: %s', (_what, at, byte) => {
  const bytes = encodeMessage(message);
  bytes[at] = byte;
  const { heard, feed } = listen();
  expect(feed(bytes)).toBe(false);
  expect(heard).toEqual([]);
});

/** Anything may stand in it but where it ends, which the bus itself has checked. */
const spoilt = fc
  .tuple(
    fc.uint8Array({ minLength: 1, maxLength: 400 }),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 12 }),
    fc.boolean(),
  )
  .map(([noise, changes, noiseOnly]) => {
    const bytes = Buffer.from(encodeMessage(message));
    if (noiseOnly) bytes.set(noise.subarray(0, bytes.length - 16), 16);
    for (const [at, byte] of changes) bytes[16 + (at % (bytes.length - 16))] = byte;
    for (const [at, byte] of changes.slice(0, 1)) if (at % 2 === 0) bytes[1] = byte;
    return bytes;
  });

test('no message, whatever stands in it, throws or takes the next one with it', () => {
  fc.assert(
    fc.property(
      fc.array(spoilt, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 200 }),
      (bad, cut) => {
        const { heard, feed } = listen();
        const good = encodeMessage({ ...message, serial: 4711 });
        const all = Buffer.concat(bad.flatMap((bytes) => [bytes, good]));
        for (let at = 0; at < all.length; at += cut) expect(feed(all.subarray(at, at + cut))).toBe(true);
        expect(heard.filter(({ serial }) => serial === 4711)).toHaveLength(bad.length);
      },
    ),
    { numRuns: 3000 },
  );
});

test('no bytes at all throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 8 }), (chunks) => {
      const { feed } = listen();
      for (const chunk of chunks) if (!feed(Buffer.from(chunk))) return;
    }),
    { numRuns: 2000 },
  );
});

import { expect, test } from 'vitest';
import { textFrame } from './wire.ts';

/** RFC 6455, 5.2, read the other way round. */
function read(frame: Buffer): { first: number; masked: boolean; length: number; text: string } {
  const short = frame[1]! & 0x7f;
  const [length, head] =
    short === 126
      ? [frame.readUInt16BE(2), 4]
      : short === 127
        ? [Number(frame.readBigUInt64BE(2)), 10]
        : [short, 2];
  return { first: frame[0]!, masked: frame[1]! > 127, length, text: frame.subarray(head).toString() };
}

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])('%i bytes are one whole text frame', (length) => {
  const text = 'x'.repeat(length);
  expect(read(textFrame(text))).toEqual({ first: 0x81, masked: false, length, text });
});

test('the length is counted in bytes', () => {
  const text = '🍮'.repeat(40);
  expect(read(textFrame(text))).toMatchObject({ length: 160, text });
});

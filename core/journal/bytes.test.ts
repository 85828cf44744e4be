import { Buffer } from 'node:buffer';
import { crc32 as zlibCrc } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, fromBase64, toBase64 } from './bytes.ts';

test('the checksum is that of zip', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe('cbf43926');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(crc32(bytes)).toBe(zlibCrc(bytes).toString(16).padStart(8, '0'));
    }),
  );
});

test('base64 as everybody else writes it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(text)).toEqual(bytes);
    }),
  );
});

test.each(['a', 'ab=', '====', 'ab=c', 'a b=', 'äbc='])('%j is not base64', (text) => {
  expect(fromBase64(text)).toBeNull();
});

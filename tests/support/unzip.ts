// Reads a zip file as readers do, beginning at its end, and holds it to what it says of itself.
import { inflateRawSync } from 'node:zlib';
import { expect } from 'vitest';

export type Unzipped = { name: string; text: string; crc: number; at: string };

export function unzip(file: Buffer): Unzipped[] {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    expect(file.readUInt32LE(at)).toBe(0x02014b50);
    const [time, date] = [file.readUInt16LE(at + 12), file.readUInt16LE(at + 14)];
    const [crc, packed, size] = [16, 20, 24].map((field) => file.readUInt32LE(at + field));
    const nameLength = file.readUInt16LE(at + 28);
    const header = file.readUInt32LE(at + 42);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    expect(file.readUInt32LE(header)).toBe(0x04034b50);
    expect(file.toString('utf8', header + 30, header + 30 + nameLength)).toBe(name);
    const from = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
    const text = inflateRawSync(file.subarray(from, from + (packed ?? 0)));
    expect(text.length).toBe(size);
    at += 46 + nameLength;
    const year = 1980 + (date >> 9);
    return {
      name,
      text: String(text),
      crc: crc ?? 0,
      at: `${year}-${(date >> 5) & 15}-${date & 31} ${time >> 11}:${(time >> 5) & 63}`,
    };
  });
}

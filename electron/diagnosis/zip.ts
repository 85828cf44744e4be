// Writes a zip file: names and texts, deflated. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { deflateRawSync } from 'node:zlib';

export type Zipped = { name: string; text: string };

const utf8Names = 0x0800;
const deflated = 8;
/** The oldest version that reads it: 2.0. */
const version = 20;
const lastYear = 2107;

export function zip(files: readonly Zipped[], at: Date): Buffer {
  const written: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const named = Buffer.from(name);
    const about = fields([
      [2, utf8Names],
      [2, deflated],
      [4, dosTime(at)],
      [4, crc32(content)],
      [4, packed.length],
      [4, content.length],
      [2, named.length],
      [2, 0],
    ]);
    const header = Buffer.concat([
      fields([
        [4, 0x04034b50],
        [2, version],
      ]),
      about,
      named,
    ]);
    written.push(header, packed);
    entries.push(
      fields([
        [4, 0x02014b50],
        [2, version],
        [2, version],
      ]),
      about,
      // No comment, the first disk, and no attributes.
      fields([
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ]),
      named,
    );
    offset += header.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = fields([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, directory.length],
    [4, offset],
    [2, 0],
  ]);
  return Buffer.concat([...written, directory, end]);
}

/** Numbers in so many bytes each, the lowest first. */
function fields(numbers: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(numbers.reduce((length, [bytes]) => length + bytes, 0));
  let at = 0;
  for (const [bytes, value] of numbers) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}

/** Two numbers of 16 bits, time below date, every other second, from 1980 on. */
function dosTime(at: Date): number {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), lastYear) - 1980;
  const date = (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return date * 0x10000 + time;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

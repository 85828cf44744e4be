// Reads a gzipped tar archive as a stream and writes only the files that were asked for.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';

const block = 512;
const isRegular = (/** @type {string} */ type) => type === '0' || type === '\0';

/** @param {Buffer} header @param {number} from @param {number} length */
const text = (header, from, length) =>
  header
    .subarray(from, from + length)
    .toString('utf8')
    .replace(/\0.*$/s, '');

/**
 * @param {Buffer} header
 * @returns {{ name: string, size: number, type: string } | undefined} undefined for the end of the archive
 */
export function readHeader(header) {
  if (header.every((byte) => byte === 0)) return undefined;
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== Number.parseInt(text(header, 148, 8).trim(), 8))
    throw new Error('the archive is damaged: a header does not match its checksum');
  const size = Number.parseInt(text(header, 124, 12).trim() || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0)
    throw new Error('the archive is damaged: a file has no valid size');
  const prefix = text(header, 345, 155);
  const name = text(header, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    type: String.fromCharCode(header[156] ?? 0),
  };
}

/**
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => { to: string, executable: boolean } | undefined} placeOf where a file goes; it is
 *   the only source of paths, so nothing in the archive can name a place outside the folder. Links, devices
 *   and folders are never made, and names in extension headers are not followed: such a file is not ours.
 * @returns {Promise<string[]>} what was written
 */
export async function unpackTarGz(archive, folder, placeOf) {
  /** @type {string[]} */
  const written = [];
  let waiting = Buffer.alloc(0);
  let left = 0;
  let padding = 0;
  let ended = false;
  /** @type {import('node:fs').WriteStream | undefined} */
  let file;
  const raw = createReadStream(archive);
  const plain = createGunzip();
  raw.on('error', (error) => plain.destroy(error));
  raw.pipe(plain);

  try {
    for await (const chunk of plain) {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      for (;;) {
        if (left > 0) {
          const part = waiting.subarray(0, left);
          if (part.length === 0) break;
          if (file) await write(file, part);
          left -= part.length;
          waiting = waiting.subarray(part.length);
          if (left > 0) break;
        }
        if (file) {
          await finish(file);
          file = undefined;
        }
        if (padding > waiting.length) break;
        waiting = waiting.subarray(padding);
        padding = 0;
        if (waiting.length < block || ended) break;
        const entry = readHeader(waiting.subarray(0, block));
        waiting = waiting.subarray(block);
        if (entry === undefined) {
          ended = true;
          break;
        }
        left = entry.size;
        padding = (block - (entry.size % block)) % block;
        const place = isRegular(entry.type) ? placeOf(entry.name) : undefined;
        if (place) {
          const target = path.join(folder, place.to);
          await mkdir(path.dirname(target), { recursive: true });
          file = createWriteStream(target, { flags: 'wx', mode: place.executable ? 0o755 : 0o644 });
          written.push(place.to);
        }
      }
    }
    if (left > 0 || file || !ended) throw new Error('the archive ends in the middle of a file');
  } finally {
    file?.destroy();
    raw.destroy();
  }
  return written;
}

/**
 * @param {import('node:fs').WriteStream} file
 * @param {Buffer} part
 * @returns {Promise<void>}
 */
const write = (file, part) =>
  new Promise((resolve, reject) => file.write(part, (error) => (error ? reject(error) : resolve())));

/**
 * @param {import('node:fs').WriteStream} file
 * @returns {Promise<void>}
 */
const finish = (file) =>
  new Promise((resolve, reject) => {
    file.once('error', reject);
    file.end(() => resolve());
  });

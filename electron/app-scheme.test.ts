import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, fileOf } from './app-scheme.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-scheme-'));
const folders = { counterbell: path.join(root, 'window') };
beforeAll(() => {
  mkdirSync(path.join(root, 'window/assets'), { recursive: true });
  writeFileSync(path.join(root, 'window/index.html'), '<p>hello');
  writeFileSync(path.join(root, 'window/notes'), 'no type');
  writeFileSync(path.join(root, 'secret.json'), '{}');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const get = (url: string, method = 'GET') => answer({ url, method }, folders);

test('a file is answered with its type and the content policy', async () => {
  const response = await get('app://counterbell/index.html?x=1#y');
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('<p>hello');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'self'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
  );
});

test.each([
  'app://counterbell/../secret.json',
  'app://counterbell/%2e%2e/secret.json',
  'app://counterbell/..%2fsecret.json',
  'app://counterbell/assets/..%2f..%2fsecret.json',
  'app://counterbell/..%5csecret.json',
  'app://counterbell/index.html%00.png',
  'app://counterbell/%E0%A4%A',
  'app://counterbell/',
  'app://counterbell/notes',
  'app://counterbell/none.html',
  'app://elsewhere/index.html',
  'app://constructor/index.html',
])('%s is not there, and the refusal carries the policy too', async (url) => {
  const response = await get(url);
  expect(response.status).toBe(404);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
});

test('whatever an address says, the file lies in its folder', () => {
  expect(fileOf('app://counterbell//etc/passwd.json', folders)).toBe(
    path.join(root, 'window/etc/passwd.json'),
  );
});

test('nothing is posted', async () => {
  expect((await get('app://counterbell/index.html', 'POST')).status).toBe(404);
});

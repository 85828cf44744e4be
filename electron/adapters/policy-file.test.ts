import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownedByAdministrator, readPolicy, systemPolicyFile } from './policy-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-policy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const policy = { backend: { url: 'https://backend.example' }, enrolment: { code: 'ABCD-1234' } };
const file = (name: string, content: unknown = policy) => {
  const full = path.join(folder, name);
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
  return full;
};
const read = (over: Partial<Parameters<typeof readPolicy>[0]> = {}) =>
  readPolicy({
    managed: async () => ({ kind: 'none' }),
    systemFile: path.join(folder, 'system.json'),
    namedFile: undefined,
    ownedByAdministrator: async () => true,
    ...over,
  });

test('without any file there is no policy', async () => {
  expect(await read()).toEqual({ kind: 'none' });
});

test('the file that was named counts as long as the system has none', async () => {
  const namedFile = file('named.json');
  expect(await read({ namedFile })).toEqual({ kind: 'valid', policy, source: namedFile });
  const systemFile = file('system.json', { backend: { url: 'https://other.example' } });
  expect(await read({ namedFile })).toMatchObject({ kind: 'valid', source: systemFile });
});

test('what fleet management wrote comes before every file, also when it is wrong', async () => {
  const systemFile = file('system.json');
  const managed = (text: string) => async () => ({ kind: 'found', text, source: 'managed' }) as const;
  const good = await read({ systemFile, managed: managed('{"settings":{"theme":"dark"}}') });
  expect(good).toEqual({ kind: 'valid', policy: { settings: { theme: 'dark' } }, source: 'managed' });
  expect(await read({ systemFile, managed: managed('{') })).toMatchObject({
    kind: 'refused',
    source: 'managed',
  });
  const unreadable = async () => ({ kind: 'unreadable', source: 'managed', why: 'its type' }) as const;
  expect(await read({ systemFile, managed: unreadable })).toEqual({
    kind: 'refused',
    source: 'managed',
    why: 'its type',
  });
});

test('a system file that anybody could have written is refused, and nothing takes its place', async () => {
  const namedFile = file('named.json');
  const systemFile = file('system.json');
  const answer = await read({ namedFile, ownedByAdministrator: async () => false });
  expect(answer).toMatchObject({ kind: 'refused', source: systemFile });
  const unknowable = async () => {
    throw new Error('cannot tell');
  };
  expect(await read({ ownedByAdministrator: unknowable })).toMatchObject({ kind: 'refused' });
});

test.each([
  ['{"backend":', /^not JSON/],
  [{ backend: { url: 'ftp://x' } }, /^backend\.url: is not an http or https address$/],
  [{ ...policy, backnd: {} }, /backnd/],
  [{ ...policy, settings: { theme: 'pink' } }, /^settings\.theme: /],
  [[], /expected object/],
])('a policy with one mistake is refused as a whole: %j', async (content, why) => {
  const source = file('named.json', content);
  expect(await read({ namedFile: source })).toEqual({
    kind: 'refused',
    source,
    why: expect.stringMatching(why),
  });
});

test('a named file that is not there is told', async () => {
  expect(await read({ namedFile: path.join(folder, 'none.json') })).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining('ENOENT'),
  });
});

test('a byte order mark, as editors on Windows leave it, does no harm', async () => {
  expect(await read({ namedFile: file('named.json', `\u{FEFF}${JSON.stringify(policy)}`) })).toMatchObject({
    kind: 'valid',
  });
});

test('owned by root means: nobody else may write the file or its folder', async () => {
  const full = file('system.json');
  const owned = ownedByAdministrator('linux');
  chmodSync(folder, 0o755);
  chmodSync(full, 0o644);
  expect(await owned(full)).toBe(statSync(full).uid === 0);
  chmodSync(full, 0o666);
  expect(await owned(full)).toBe(false);
  chmodSync(full, 0o644);
  chmodSync(folder, 0o777);
  expect(await owned(full)).toBe(false);
});

test.each([
  ['linux', {}, '/etc/counterbell/policy.json'],
  ['darwin', {}, '/Library/Application Support/Counterbell/policy.json'],
  ['win32', { ProgramData: 'D:\\Data' }, 'D:\\Data\\Counterbell\\policy.json'],
] as const)('on %s it lies where IT expects it', (platform, env, where) => {
  expect(systemPolicyFile(platform, env)).toBe(where);
});

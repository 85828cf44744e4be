import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePlace, findShelter, knowsSession, whyUnwritable } from './place.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-place-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const full = { folder: '/own', shelter: '/tmp/x', unwritable: 'ENOSPC', lockable: true, knowsSession: false };

test('a folder that can be written and locked has it all', () => {
  expect(choosePlace({ ...full, unwritable: null, shelter: null })).toEqual({
    folder: '/own',
    data: '/own',
    profile: '/own',
    logs: '/own',
    trouble: null,
  });
});

test.each([
  ['full and never enrolled', full, { data: '/tmp/x', profile: '/own', logs: '/tmp/x' }],
  ['full and enrolled', { ...full, knowsSession: true }, { data: '/own', profile: '/own', logs: '/tmp/x' }],
  ['read-only', { ...full, lockable: false }, { data: '/tmp/x', profile: '/tmp/x', logs: '/tmp/x' }],
  [
    'read-only and enrolled',
    { ...full, lockable: false, knowsSession: true },
    { data: '/own', profile: '/tmp/x', logs: '/tmp/x' },
  ],
  ['as full as all the rest', { ...full, shelter: null }, { data: '/own', profile: '/own', logs: '/own' }],
])('one that is %s has what it can have, and says why', (_what, seen, place) => {
  expect(choosePlace(seen)).toEqual({ folder: '/own', ...place, trouble: '/own: ENOSPC' });
});

test('whether a folder can be written is tried, and leaves nothing', () => {
  const folder = path.join(root, 'new/folder');
  expect(whyUnwritable(folder)).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
  expect(lstatSync(folder).mode & 0o077).toBe(0);
  writeFileSync(path.join(root, 'file'), '');
  expect(whyUnwritable(path.join(root, 'file/below'))).toMatch(/ENOTDIR|EEXIST/);
});

test('it says whether it is enrolled or has left, or nothing that can be read', () => {
  const say = (text: string, session = '{"v":1,"sealed":"c2VhbGVk"}') => {
    mkdirSync(path.join(root, 'sessions/f1'), { recursive: true });
    writeFileSync(path.join(root, 'sessions/f1/session'), session);
    writeFileSync(path.join(root, 'sessions/current'), text);
    return knowsSession(root);
  };
  expect(knowsSession(root)).toBe(false);
  expect(say('{"folder":"f1"}')).toBe(true);
  expect(say('{"folder":"f1"}', '{"v":1,"sealed":null}')).toBe(false);
  expect(say('{"folder":"f2"}')).toBe(false);
  expect(say('{"folder":null,"ended":{"how":"left","code":null}}')).toBe(true);
  expect(say('{"folder":"cut o')).toBe(false);
  expect(say('null')).toBe(false);
});

test('the temporary folder is the same at every start, ours alone, and another one for another folder', () => {
  const parents = [root];
  const uid = process.getuid?.();
  const first = findShelter('/own', { parents, uid });
  expect(findShelter('/own', { parents, uid })).toBe(first);
  expect(findShelter('/other', { parents, uid })).not.toBe(first);
  expect(lstatSync(first ?? '').mode & 0o077).toBe(0);
});

test('one that somebody else made, opened to all or put a link in the place of is not taken', () => {
  const parents = [root];
  const uid = process.getuid?.() ?? 0;
  const usual = findShelter('/own', { parents, uid }) ?? '';
  expect(findShelter('/own', { parents, uid: uid + 1 })).not.toBe(usual);
  chmodSync(usual, 0o777);
  expect(findShelter('/own', { parents, uid })).not.toBe(usual);
  rmSync(usual, { recursive: true });
  symlinkSync(root, usual);
  expect(findShelter('/own', { parents, uid })).not.toBe(usual);
});

test('where one parent has no room the next one may', () => {
  writeFileSync(path.join(root, 'file'), '');
  const uid = process.getuid?.();
  expect(findShelter('/own', { parents: [path.join(root, 'file'), root], uid })).toContain(root);
  expect(findShelter('/own', { parents: [path.join(root, 'file')], uid })).toBeNull();
});

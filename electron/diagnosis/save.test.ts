import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveDiagnostics } from './save.ts';

const now = new Date('2026-03-06T12:03:07.500Z');
let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-save-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('it is written under the time, for its owner alone, and over nothing', async () => {
  const saved = await saveDiagnostics(folder, async () => Buffer.from('zip'), now);
  const file = path.join(folder, 'counterbell-diagnostics-2026-03-06-120307.zip');
  expect(saved).toEqual({ ok: true, file });
  expect(readFileSync(file, 'utf8')).toBe('zip');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = await saveDiagnostics(folder, async () => Buffer.from('another'), now);
  expect(again.ok).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe('zip');
});

test('a folder that was never there is made; one that cannot be is an answer, and so is a zip that cannot be made', async () => {
  const made = await saveDiagnostics(path.join(folder, 'new'), async () => Buffer.from(''), now);
  expect(made).toMatchObject({ ok: true });
  writeFileSync(path.join(folder, 'file'), '');
  const nowhere = path.join(folder, 'file', 'new');
  expect(await saveDiagnostics(nowhere, async () => Buffer.from(''), now)).toMatchObject({ ok: false });
  const broken = () => Promise.reject(new Error('no logs'));
  expect(await saveDiagnostics(folder, broken, now)).toEqual({ ok: false, message: 'no logs' });
});

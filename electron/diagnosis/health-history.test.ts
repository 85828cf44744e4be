import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { StatusView } from '../../contract/view.ts';
import { createHealthHistory, healthFile } from './health-history.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-health-'));
const file = path.join(folder, 'logs', healthFile);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const day = 86_400_000;
const lines = () =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { at: string; word: string; cause: string | null });
const status = (word: StatusView['word'], cause?: string): StatusView => ({
  word,
  since: new Date(0).toISOString(),
  missing: 0,
  caughtUpAt: null,
  caughtUpTo: null,
  parts:
    cause === undefined ? [] : [{ part: 'pusher', works: false, since: new Date(0).toISOString(), cause }],
});

test('each change is kept with its cause, for 30 days, and what is not new is not written', () => {
  let now = 100 * day;
  const history = createHealthHistory(path.join(folder, 'logs'), () => now);
  history.note(status('live'));
  history.note({ ...status('live'), caughtUpTo: 7 });
  now += day;
  history.note(status('polling', 'refused'));
  history.note(status('polling', 'gone'));
  expect(lines()).toMatchObject([
    { word: 'live', cause: null },
    { word: 'polling', cause: 'pusher: refused' },
    { word: 'polling', cause: 'pusher: gone' },
  ]);
  now += 29.5 * day;
  createHealthHistory(path.join(folder, 'logs'), () => now).note(status('live'));
  expect(lines().map(({ cause }) => cause)).toEqual(['pusher: refused', 'pusher: gone', null]);
});

test('what is torn goes, and a link that comes and goes all day is kept for as many lines as there is room', () => {
  writeFileSync(file, '{"at":');
  const history = createHealthHistory(path.join(folder, 'logs'), () => 200 * day);
  for (let n = 0; n < 10_050; n += 1) history.note(status('polling', `${n}`));
  expect(lines().length).toBeLessThanOrEqual(10_000);
  expect(lines().at(-1)?.cause).toBe('pusher: 10049');
});

test('a folder that takes nothing stops nobody', () => {
  writeFileSync(path.join(folder, 'file'), '');
  const history = createHealthHistory(path.join(folder, 'file', 'below'), () => 0);
  expect(() => history.note(status('live'))).not.toThrow();
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog, printTo } from './log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => readFileSync(path.join(folder, 'logs', name), 'utf8');

test('an event is one JSON line, printed and kept', () => {
  const printed: string[] = [];
  const log = createLog({
    folder: path.join(folder, 'logs'),
    now: () => 0,
    print: (line) => printed.push(line),
  });
  log.info('alert.shown', { number: '17' });
  log.debug('link.attempt');
  const line = '{"at":"1970-01-01T00:00:00.000Z","level":"info","event":"alert.shown","number":"17"}';
  expect(printed[0]).toBe(line);
  expect(printed).toHaveLength(2);
  expect(read('counterbell.log')).toBe(`${line}\n`);
});

test('the file is put aside before it grows too large, also across restarts', () => {
  const open = () =>
    createLog({ folder: path.join(folder, 'logs'), now: () => 0, print: () => undefined, fileBytes: 150 });
  open().info('first', { n: 1 });
  open().info('second', { n: 2 });
  open().info('third', { n: 3 });
  expect(read('counterbell.1.log')).toContain('second');
  expect(read('counterbell.log')).toContain('third');
  expect(read('counterbell.log')).not.toContain('second');
});

test('without a place for the file the lines are still printed, and the reason once', () => {
  writeFileSync(path.join(folder, 'logs'), 'a file where the folder should be');
  const printed: string[] = [];
  const log = createLog({
    folder: path.join(folder, 'logs'),
    now: () => 0,
    print: (line) => printed.push(line),
  });
  log.info('one');
  log.info('two');
  expect(printed.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
    'log.file-failed',
    'one',
    'two',
  ]);
});

test('a place that was missing for a while is used once it is there, and the reason told at each try', () => {
  const place = path.join(folder, 'logs');
  writeFileSync(place, 'a file where the folder should be');
  let now = 0;
  const printed: string[] = [];
  const log = createLog({ folder: place, now: () => now, print: (line) => printed.push(line) });
  log.info('lost');
  now = 61_000;
  log.info('lost too');
  rmSync(place);
  log.info('not tried again yet');
  now = 122_000;
  log.info('kept');
  expect(read('counterbell.log')).toContain('"kept"');
  expect(read('counterbell.log').split('\n')).toHaveLength(2);
  expect(printed.filter((line) => line.includes('log.file-failed'))).toHaveLength(2);
});

test('a reader that went away does not end the console', () => {
  const stream = new PassThrough();
  const print = printTo(stream);
  expect(() =>
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  ).not.toThrow();
  expect(() => print('line')).not.toThrow();
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterAll, expect, test, vi } from 'vitest';
import type { Log } from '../core/ports/log.ts';
import { armCapture, type CaptureOptions } from './capture.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-capture-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Shown = Parameters<Parameters<CaptureOptions['onFirstShown']>[0]>[0];

function setUp(launch: CaptureOptions['launch']) {
  const said: string[] = [];
  const note = (event: string) => void said.push(event);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const timers: { ms: number; run: () => void }[] = [];
  let show: (window: Shown) => void = () => undefined;
  const { ready } = armCapture({
    launch,
    onFirstShown: (listener) => (show = listener),
    clock: {
      now: () => 0,
      monotonic: () => 0,
      after: (ms, run) => {
        timers.push({ ms, run });
        return { cancel: () => undefined };
      },
    },
    log,
    quit: () => void said.push('quit'),
  });
  const webContents = { capturePage: async () => ({ toPNG: () => Buffer.from('png') }) };
  return { said, timers, ready, show: () => show({ webContents } as unknown as BrowserWindow) };
}

test('nothing is counted before a window is shown', () => {
  const { timers, show, ready } = setUp({ capture: null, quitAfterSeconds: 40, hidden: false });
  ready();
  expect(timers).toEqual([]);
  show();
  expect(timers.map(({ ms }) => ms)).toEqual([40_000]);
});

test('in the tray it counts from the start, and not again when a window comes', () => {
  const { timers, show, ready } = setUp({ capture: null, quitAfterSeconds: 6, hidden: true });
  ready();
  show();
  expect(timers.map(({ ms }) => ms)).toEqual([6_000]);
});

test('the picture is written, then the program ends if asked to', async () => {
  const file = path.join(folder, 'shot.png');
  const { said, timers, show } = setUp({
    capture: { file, afterSeconds: 1, thenQuit: true },
    quitAfterSeconds: null,
    hidden: false,
  });
  show();
  timers[0]?.run();
  await vi.waitFor(() => expect(said).toEqual(['capture.written', 'quit']));
  expect(readFileSync(file, 'utf8')).toBe('png');
});

test('a place that cannot be written to is told', async () => {
  const file = path.join(folder, 'none/shot.png');
  const { said, timers, show } = setUp({
    capture: { file, afterSeconds: 1, thenQuit: false },
    quitAfterSeconds: null,
    hidden: false,
  });
  show();
  timers[0]?.run();
  await vi.waitFor(() => expect(said).toEqual(['capture.failed']));
});

import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Log } from '../core/ports/log.ts';
import { createLeaving, type LeavingOptions } from './leaving.ts';

function setUp(settle: () => Promise<void>, patienceMs?: number) {
  const said: string[] = [];
  const note = (event: string) => void said.push(event);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const app = Object.assign(new EventEmitter(), {
    quits: 0,
    quit() {
      const event = { prevented: false, preventDefault: () => (event.prevented = true) };
      app.emit('before-quit', event);
      if (!event.prevented) said.push('ended');
    },
    exit: () => said.push('exit'),
  });
  const signals = new EventEmitter();
  const timers: { ms: number; run: () => void }[] = [];
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    after: (ms: number, run: () => void) => {
      timers.push({ ms, run });
      return { cancel: () => undefined };
    },
  };
  const desk = createLeaving({
    app: app as unknown as LeavingOptions['app'],
    signals: signals as unknown as LeavingOptions['signals'],
    clock,
    log,
    settle,
    ...(patienceMs !== undefined && { patienceMs }),
  });
  /** Lets what was asked for happen, and then this much time pass. */
  async function pass(ms: number) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const timer of timers.splice(0)) if (timer.ms <= ms) timer.run();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { app, signals, desk, said, pass };
}
const settledAtOnce = () => Promise.resolve();

test('whoever asks first, everything is written once and then the app ends', async () => {
  let written = 0;
  const { app, signals, desk, said, pass } = setUp(async () => void (written += 1));
  signals.emit('SIGTERM');
  signals.emit('SIGINT');
  desk.quit();
  app.quit();
  await pass(100);
  expect(written).toBe(1);
  expect(said).toEqual(['app.quitting', 'app.quit', 'ended']);
});

test('a disk that hangs, or a defect, does not keep it from ending', async () => {
  const hanging = setUp(() => new Promise(() => {}));
  hanging.desk.quit();
  await hanging.pass(100);
  expect(hanging.said).toEqual(['app.quitting']);
  const late = setUp(() => new Promise(() => {}), 50);
  late.desk.quit();
  await late.pass(100);
  await late.pass(100);
  expect(late.said).toContain('ended');
  const broken = setUp(() => Promise.reject(new Error('defect')));
  broken.desk.quit();
  await broken.pass(100);
  expect(broken.said).toEqual(['app.quitting', 'app.not-settled', 'app.quit', 'ended']);
});

test('closing hides while there is a tray, minimises without one, closes on the way out', async () => {
  const { desk, app } = setUp(settledAtOnce);
  expect(desk.onClose(true)).toBe('hide');
  expect(desk.onClose(false)).toBe('minimise');
  desk.quit();
  expect(desk.onClose(true)).toBe('close');
  expect(app.listenerCount('window-all-closed')).toBe(1);
});

test('the end of the session is a quit', async () => {
  const { app, said, desk, pass } = setUp(settledAtOnce);
  const window = new EventEmitter();
  app.emit('browser-window-created', {}, window);
  const power = new EventEmitter();
  desk.watch(power as never);
  window.emit('session-end');
  power.emit('shutdown');
  await pass(100);
  expect(said).toEqual(['app.quitting', 'app.quit', 'ended']);
});

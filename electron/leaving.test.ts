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
  const timers: (() => void)[] = [];
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    after: (_ms: number, run: () => void) => {
      timers.push(run);
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
  return { app, signals, desk, said, timers };
}
const settledAtOnce = () => Promise.resolve();
const soon = () => new Promise((resolve) => setImmediate(resolve));

test('whoever asks first, everything is written once and then the app ends', async () => {
  let written = 0;
  const { app, signals, desk, said } = setUp(async () => void (written += 1));
  signals.emit('SIGTERM');
  signals.emit('SIGINT');
  desk.quit();
  app.quit();
  await soon();
  expect(written).toBe(1);
  expect(said).toEqual(['app.quitting', 'app.quit', 'ended']);
});

test('a disk that hangs, or a defect, does not keep it from ending', async () => {
  const hanging = setUp(() => new Promise(() => {}));
  hanging.desk.quit();
  hanging.timers[0]?.();
  await soon();
  expect(hanging.said.at(-1)).toBe('ended');
  const broken = setUp(() => Promise.reject(new Error('defect')));
  broken.desk.quit();
  await soon();
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
  const { app, said, desk } = setUp(settledAtOnce);
  const window = new EventEmitter();
  app.emit('browser-window-created', {}, window);
  const power = new EventEmitter();
  desk.watch(power as never);
  window.emit('session-end');
  power.emit('shutdown');
  await soon();
  expect(said).toEqual(['app.quitting', 'app.quit', 'ended']);
});

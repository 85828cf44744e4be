import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Log } from '../core/ports/log.ts';
import { createLeaving, type LeavingOptions } from './leaving.ts';

function setUp(settle: LeavingOptions['settle'], patienceMs?: number, platform: NodeJS.Platform = 'darwin') {
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
    platform,
    clock,
    log,
    asked: () => said.push('asked'),
    settle,
    ...(patienceMs !== undefined && { patienceMs }),
  });
  const power = new EventEmitter();
  desk.watch(power as never);
  /** Lets what was asked for happen, and then this much time pass. */
  async function pass(ms: number) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const timer of timers.splice(0)) if (timer.ms <= ms) timer.run();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { app, signals, power, desk, said, pass };
}
const settledAtOnce = () => Promise.resolve();

test('whoever asks first, everything is written once and then the app ends', async () => {
  let written = 0;
  const { app, signals, desk, said, pass } = setUp(async () => void (written += 1));
  signals.emit('SIGTERM');
  signals.emit('SIGINT');
  desk.quit('person');
  app.quit();
  await pass(100);
  expect(written).toBe(1);
  expect(said).toEqual(['app.quitting', 'app.quit', 'ended']);
});

test('a disk that hangs, or a defect, does not keep it from ending', async () => {
  const hanging = setUp(() => new Promise(() => {}));
  hanging.desk.quit('person');
  await hanging.pass(100);
  expect(hanging.said).toEqual(['app.quitting']);
  const late = setUp(() => new Promise(() => {}), 50);
  late.desk.quit('person');
  await late.pass(100);
  await late.pass(100);
  expect(late.said).toContain('ended');
  const broken = setUp(() => Promise.reject(new Error('defect')));
  broken.desk.quit('person');
  await broken.pass(100);
  expect(broken.said).toEqual(['app.quitting', 'app.not-settled', 'app.quit', 'ended']);
});

test('closing hides while there is a tray, minimises without one, closes on the way out', async () => {
  const { desk, app } = setUp(settledAtOnce);
  const window = { tray: true, explained: true, kiosk: false };
  expect(desk.onClose({ ...window, explained: false })).toBe('explain');
  expect(desk.onClose(window)).toBe('hide');
  expect(desk.onClose({ ...window, tray: false })).toBe('minimise');
  expect(desk.onClose({ ...window, kiosk: true })).toBe('stay');
  desk.quit('person');
  expect(desk.onClose({ ...window, kiosk: true })).toBe('close');
  expect(app.listenerCount('window-all-closed')).toBe(1);
});

test('the system’s own quit command asks first, and once the session is over nothing is asked or held', async () => {
  const endings: string[] = [];
  const { app, said, power, pass } = setUp(async (ending) => void endings.push(ending));
  app.quit();
  app.quit();
  expect(said).toEqual(['asked', 'asked']);
  power.emit('shutdown');
  // Written or not: macOS would not go down for one that is held.
  app.quit();
  expect(said).toEqual(['asked', 'asked', 'app.quitting', 'ended']);
  await pass(0);
  expect(endings).toEqual(['session']);
});

test('where the system has no quit command of its own, one that comes is a signal: nobody is asked', async () => {
  for (const platform of ['linux', 'win32'] as const) {
    const { app, said, pass } = setUp(settledAtOnce, undefined, platform);
    app.quit();
    await pass(100);
    expect(said).toEqual(['app.quitting', 'app.quit', 'ended']);
  }
});

test.each([
  ['a signal', 'signal', (it: ReturnType<typeof setUp>) => it.signals.emit('SIGTERM')],
  ['a person', 'person', (it: ReturnType<typeof setUp>) => it.desk.quit('person')],
])('%s is told to whom it concerns', async (_who, ending, end) => {
  const endings: string[] = [];
  const it = setUp(async (told) => void endings.push(told));
  end(it);
  await it.pass(0);
  expect(endings).toEqual([ending]);
});

test('told to end it is gone within five seconds, whatever hangs', async () => {
  const { app, desk, said, pass } = setUp(() => new Promise(() => {}));
  app.quit = () => undefined; // a window that hangs
  desk.quit('signal');
  await pass(3000);
  await pass(1999);
  expect(said).toContain('exit');
});

test('the end of the session is a quit', async () => {
  const { app, said, power, pass } = setUp(settledAtOnce);
  const window = new EventEmitter();
  app.emit('browser-window-created', {}, window);
  window.emit('session-end');
  power.emit('shutdown');
  await pass(100);
  expect(said).toEqual(['app.quitting', 'app.quit', 'ended']);
});

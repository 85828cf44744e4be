import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import type { Log } from '../../core/ports/log.ts';
import { createBell } from './bell.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

class FakeWindow extends EventEmitter {
  destroyed = false;
  scripts: string[] = [];
  answer: (script: string) => Promise<unknown>;
  webContents: EventEmitter & { executeJavaScript: (script: string) => Promise<unknown> };
  constructor(answer: (script: string) => Promise<unknown>) {
    super();
    this.answer = answer;
    this.webContents = Object.assign(new EventEmitter(), {
      executeJavaScript: (script: string) => {
        this.scripts.push(script);
        return this.answer(script);
      },
    });
  }
  loadURL() {
    return Promise.resolve();
  }
  isDestroyed() {
    return this.destroyed;
  }
  destroy() {
    this.destroyed = true;
    this.emit('closed');
  }
}

function setUp(answer: (script: string) => Promise<unknown> = async () => true) {
  const made: FakeWindow[] = [];
  const timers: { run: () => void; cancelled: boolean }[] = [];
  const bell = createBell({
    make: () => {
      const window = new FakeWindow(answer);
      made.push(window);
      return window as unknown as BrowserWindow;
    },
    address: 'app://bell/bell.html',
    clock: {
      now: () => 0,
      monotonic: () => 0,
      after: (_ms, run) => {
        const timer = { run, cancelled: false };
        timers.push(timer);
        return { cancel: () => (timer.cancelled = true) };
      },
    },
    log: silent,
  });
  const pass = () => timers.filter(({ cancelled }) => !cancelled).forEach(({ run }) => run());
  return { bell, made, pass };
}

test('a page that hangs is made anew, and the sound is played there', async () => {
  let hangs = true;
  const { bell, made, pass } = setUp(() => (hangs ? new Promise(() => {}) : Promise.resolve(true)));
  const ringing = bell.ring('first', 1);
  await turn();
  hangs = false;
  pass();
  expect(await ringing).toBe(true);
  expect(made).toHaveLength(2);
  expect(made[0]?.destroyed).toBe(true);
});

test('its window is made when it first rings and let go when it has been quiet', async () => {
  const { bell, made, pass } = setUp();
  expect(made).toHaveLength(0);
  expect(await bell.ring('first', 0.5)).toBe(true);
  expect(await bell.ring('second', 1)).toBe(true);
  expect(made).toHaveLength(1);
  expect(made[0]?.scripts).toEqual(['ring("first", 0.5)', 'ring("second", 1)']);
  pass();
  expect(made[0]?.destroyed).toBe(true);
  await bell.ring('quiet', 1);
  expect(made).toHaveLength(2);
});

test('it says that it was not heard: no speaker, a page that failed, a page that is gone', async () => {
  expect(await setUp(async () => false).bell.ring('first', 1)).toBe(false);
  expect(await setUp(() => Promise.reject(new Error('no page'))).bell.ring('first', 1)).toBe(false);
  const { bell, made } = setUp(() => new Promise(() => {}));
  const ringing = bell.ring('first', 1);
  await turn();
  made[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(await ringing).toBe(false);
  expect(made[0]?.destroyed).toBe(true);
});

test('silence reaches what rings, and opens nothing', async () => {
  const { bell, made } = setUp();
  bell.silence();
  expect(made).toHaveLength(0);
  await bell.ring('first', 1);
  bell.silence();
  await Promise.resolve();
  expect(made[0]?.scripts.at(-1)).toBe('silence()');
});

test('closed for good it rings no more and holds no window', async () => {
  const { bell, made } = setUp(() => new Promise(() => {}));
  const ringing = bell.ring('first', 1);
  await turn();
  bell.close();
  expect(made[0]?.destroyed).toBe(true);
  expect(await ringing).toBe(false);
  expect(await bell.ring('first', 1)).toBe(false);
  expect(made).toHaveLength(1);
});

test('what was sent before it goes first, and closed meanwhile it makes no window', async () => {
  const { bell, made } = setUp();
  const ringing = bell.ring('first', 1);
  expect(made).toHaveLength(0);
  bell.close();
  expect(await ringing).toBe(false);
  expect(made).toHaveLength(0);
});

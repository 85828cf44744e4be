import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import type { Log } from '../../core/ports/log.ts';
import type { Rung, Strike } from '../../core/ports/bell.ts';
import type { SoundFault } from '../../contract/health.ts';
import { createBell } from './bell.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const played: Rung = { kind: 'played', away: false };
const failed: Rung = { kind: 'unheard', why: 'failed' };
const cutOff: Rung = { kind: 'cut-off' };
const noPage: Rung = { kind: 'unheard', why: 'no-page' };
const never = () => new Promise<never>(() => {});

class FakeWindow extends EventEmitter {
  destroyed = false;
  scripts: string[] = [];
  /** To `changed()`: there are other loudspeakers. */
  change: () => void = () => {};
  webContents: EventEmitter & { executeJavaScript: (script: string) => Promise<unknown> };
  constructor(answer: (script: string) => Promise<unknown>) {
    super();
    this.webContents = Object.assign(new EventEmitter(), {
      executeJavaScript: (script: string) => {
        if (script === 'changed()') return new Promise<void>((resolve) => (this.change = resolve));
        // Whether it lives.
        if (script !== '0') this.scripts.push(script);
        return answer(script);
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

type Given = {
  answer?: (script: string, page: number) => Promise<unknown>;
  system?: () => SoundFault | null;
};

function setUp({ answer = async () => played, system = () => null }: Given = {}) {
  const made: FakeWindow[] = [];
  const timers = new Set<{ at: number; run: () => void }>();
  const ended: number[] = [];
  let now = 0;
  const bell = createBell({
    make: () => {
      const page = made.length;
      const window = new FakeWindow((script) => answer(script, page));
      made.push(window);
      return window as unknown as BrowserWindow;
    },
    address: 'app://bell/bell.html',
    endAudio: () => void ended.push(now),
    system: async () => system(),
    clock: {
      now: () => now,
      monotonic: () => now,
      after: (ms, run) => {
        const timer = { at: now + ms, run };
        timers.add(timer);
        return { cancel: () => timers.delete(timer) };
      },
    },
    log: silent,
  });
  const settle = async () => {
    for (let turns = 0; turns < 5; turns += 1) await turn();
  };
  async function pass(ms: number): Promise<void> {
    await settle();
    now += ms;
    for (const timer of [...timers].filter(({ at }) => at <= now)) {
      timers.delete(timer);
      timer.run();
    }
    await settle();
  }
  return { bell, made, ended, pass, timers };
}
const strike = (sound: Strike['sound'] = 'first', over: Partial<Strike> = {}): Strike => ({
  sound,
  tone: 'bell',
  volume: 1,
  output: null,
  ...over,
});
/** A sound that lasts, so that the system is asked meanwhile. */
const lasting =
  (rung: Rung) =>
  (script: string): Promise<unknown> =>
    script === '0' ? Promise.resolve(0) : never().then(() => rung);

test('its window is made when it first rings, stays for five minutes of quiet, and what plays for Chromium goes with it', async () => {
  const { bell, made, ended, pass } = setUp();
  expect(made).toHaveLength(0);
  const first = strike('first', { volume: 0.5 });
  expect(await bell.ring(first)).toEqual(played);
  await pass(4 * 60_000);
  expect(await bell.ring(strike('second'))).toEqual(played);
  expect(made).toHaveLength(1);
  expect(made[0]?.scripts).toEqual([
    `ring(${JSON.stringify(first)})`,
    `ring(${JSON.stringify(strike('second'))})`,
  ]);
  await pass(5 * 60_000 - 1);
  expect(made[0]?.destroyed).toBe(false);
  await pass(1);
  expect(made[0]?.destroyed).toBe(true);
  expect(ended).toHaveLength(1);
  await bell.ring(strike('quiet'));
  expect(made).toHaveLength(2);
});

test('a look keeps its window for a moment only, and takes none away that rang', async () => {
  const { bell, made, pass } = setUp();
  expect(await bell.look(null)).toEqual(played);
  await pass(10_000);
  expect(made[0]?.destroyed).toBe(true);
  await bell.ring(strike());
  await bell.look(null);
  await pass(10_000);
  expect(made[1]?.destroyed).toBe(false);
});

test('a page that hangs is made anew within seconds, and the sound is played there', async () => {
  const { bell, made, pass } = setUp({
    answer: (_script, page) => (page === 0 ? never() : Promise.resolve(played)),
  });
  const ringing = bell.ring(strike());
  await pass(3000);
  expect(await ringing).toEqual(played);
  expect(made.map(({ destroyed }) => destroyed)).toEqual([true, false]);
});

test('a page that takes long for a sound, and answers that it lives, is left alone', async () => {
  let end: (rung: Rung) => void = () => {};
  const { bell, made, pass } = setUp({
    answer: (script) => (script === '0' ? Promise.resolve(0) : new Promise((resolve) => (end = resolve))),
  });
  const ringing = bell.ring(strike());
  await pass(9000);
  end(played);
  expect(await ringing).toEqual(played);
  expect(made).toHaveLength(1);
});

test.each([
  [
    'dies',
    (window: FakeWindow | undefined) =>
      window?.webContents.emit('render-process-gone', {}, { reason: 'crashed' }),
  ],
  ['is closed', (window: FakeWindow | undefined) => window?.destroy()],
])('a page that %s while it rings is made anew at once', async (_how, end) => {
  const { bell, made, pass } = setUp({
    answer: (_script, page) => (page === 0 ? never() : Promise.resolve(played)),
  });
  const ringing = bell.ring(strike());
  await pass(0);
  end(made[0]);
  expect(await ringing).toEqual(played);
  expect(made).toHaveLength(2);
});

test('it says that it was not heard: no page twice in a row, and what the page says', async () => {
  expect(await setUp({ answer: () => Promise.reject(new Error('no page')) }).bell.ring(strike())).toEqual(
    noPage,
  );
  expect(await setUp({ answer: async () => 'nonsense' }).bell.ring(strike())).toEqual(noPage);
  const muted: Rung = { kind: 'unheard', why: 'muted' };
  expect(await setUp({ answer: async () => muted }).bell.ring(strike())).toEqual(muted);
});

test('without a loudspeaker all that plays is made anew, once in a minute, or when somebody wants to know', async () => {
  let rung: Rung = failed;
  const { bell, made, ended, pass } = setUp({ answer: async () => rung });
  expect(await bell.ring(strike())).toEqual(failed);
  expect([made.length, ended.length]).toEqual([2, 1]);
  expect(await bell.ring(strike())).toEqual(failed);
  expect([made.length, ended.length]).toEqual([2, 1]);
  await pass(60_000);
  expect(await bell.ring(strike())).toEqual(failed);
  expect([made.length, ended.length]).toEqual([3, 2]);
  expect(await bell.ring(strike('first', { trial: true }))).toEqual(failed);
  expect([made.length, ended.length]).toEqual([4, 3]);
  rung = played;
  expect(await bell.ring(strike())).toEqual(played);
  rung = failed;
  expect(await bell.ring(strike())).toEqual(failed);
  expect([made.length, ended.length]).toEqual([5, 4]);
});

test('a sound server that was started anew is found by a look', async () => {
  const { bell, ended } = setUp({ answer: async (_script, page) => (page < 2 ? failed : played) });
  expect(await bell.ring(strike())).toEqual(failed);
  expect(await bell.look(null)).toEqual(played);
  expect(ended).toHaveLength(2);
});

test('of a loudspeaker that is back it is said only once all that plays was made anew for it', async () => {
  let away = true;
  const { bell, made, ended } = setUp({ answer: async () => ({ kind: 'played', away }) });
  let told = 0;
  bell.onOutputs(() => (told += 1));
  expect(await bell.ring(strike())).toEqual({ kind: 'played', away: true });
  away = false;
  expect(await bell.ring(strike())).toEqual({ kind: 'played', away: true });
  expect([ended.length, told]).toEqual([1, 1]);
  expect(await bell.look(null)).toEqual(played);
  expect([made.length, ended.length, told]).toEqual([2, 1, 1]);
});

test('what the system says while it plays counts more than what the page says', async () => {
  let end: (rung: Rung) => void = () => {};
  const { bell, pass } = setUp({
    answer: (script) => (script === '0' ? Promise.resolve(0) : new Promise((resolve) => (end = resolve))),
    system: () => 'muted',
  });
  const ringing = bell.ring(strike());
  await pass(400);
  end(played);
  expect(await ringing).toEqual({ kind: 'unheard', why: 'muted' });
});

test('a sound that is over before the system was asked is asked about at its end', async () => {
  const { bell, timers } = setUp({ system: () => 'muted' });
  expect(await bell.ring(strike('quiet'))).toEqual({ kind: 'unheard', why: 'muted' });
  expect(timers.size, 'nothing is asked later').toBe(1);
});

test('silence reaches what rings, opens nothing, and is not followed by the same sound from another page', async () => {
  const { bell, made, pass } = setUp({ answer: lasting(played) });
  bell.silence();
  expect(made).toHaveLength(0);
  const ringing = bell.ring(strike());
  await pass(0);
  bell.silence();
  await pass(0);
  expect(made[0]?.scripts.at(-1)).toBe('silence()');
  made[0]?.destroy();
  expect(await ringing).toEqual(cutOff);
  expect(made).toHaveLength(1);
});

test('other loudspeakers are told of as long as there is a page', async () => {
  const { bell, made, pass } = setUp();
  let told = 0;
  bell.onOutputs(() => (told += 1));
  await bell.ring(strike());
  for (const times of [1, 2]) {
    made[0]?.change();
    await pass(0);
    expect(told).toBe(times);
  }
  await pass(5 * 60_000);
  made[0]?.change();
  await pass(0);
  expect(told).toBe(2);
});

test('loudspeakers are named as the page names them, and none where it cannot', async () => {
  const usb = { id: 'x1', label: 'USB Audio' };
  expect(await setUp({ answer: async () => [usb] }).bell.outputs()).toEqual([usb]);
  expect(await setUp({ answer: async () => null }).bell.outputs()).toEqual([]);
});

test('closed for good it rings no more and holds no window', async () => {
  const { bell, made, pass } = setUp({ answer: lasting(played) });
  const ringing = bell.ring(strike());
  await pass(0);
  bell.close();
  expect(made[0]?.destroyed).toBe(true);
  expect(await ringing).toEqual(cutOff);
  expect(await bell.ring(strike())).toEqual(cutOff);
  expect(made).toHaveLength(1);
});

test('what was sent before it goes first, and closed meanwhile it makes no window', async () => {
  const { bell, made } = setUp();
  const ringing = bell.ring(strike());
  expect(made).toHaveLength(0);
  bell.close();
  expect(await ringing).toEqual(cutOff);
  expect(made).toHaveLength(0);
});

// The bell's own page, with loudspeakers, an audio context and a clock that are stood in.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Rung, Strike } from '../../core/ports/bell.ts';

type Page = {
  ring(strike: Strike): Promise<Rung>;
  silence(): void;
  look(output: Strike['output']): Promise<Rung>;
  outputs(): Promise<unknown>;
  changed(): Promise<void>;
};
type Node = EventTarget & { connect<T>(to: T): T; disconnect(): void };

const node = (): Node =>
  Object.assign(new EventTarget(), { connect: <T>(to: T): T => to, disconnect: () => undefined });
const parameter = () => ({
  value: 0,
  setValueAtTime: () => undefined,
  linearRampToValueAtTime: () => undefined,
  exponentialRampToValueAtTime: () => undefined,
});

let contexts: FakeContext[] = [];
/** What contexts that are made from now on are like. */
let stuck = false;

class FakeContext extends EventTarget {
  state = 'running';
  sinkId = '';
  closed = false;
  destination = node();
  /** Where it stood when it last stopped. */
  #stoodAt = 0;
  #runsSince: number | null = stuck ? null : performance.now();
  volumes: number[] = [];
  constructor() {
    super();
    contexts.push(this);
  }
  get currentTime() {
    return this.#stoodAt + (this.#runsSince === null ? 0 : (performance.now() - this.#runsSince) / 1000);
  }
  /** It goes on saying that it runs. */
  standStill() {
    this.#stoodAt = this.currentTime;
    this.#runsSince = null;
  }
  /** As when its loudspeaker is gone. */
  fail() {
    this.standStill();
    this.state = 'suspended';
    this.dispatchEvent(new Event('error'));
  }
  resume() {
    this.state = 'running';
    if (!stuck && this.#runsSince === null && this.sinkId !== 'gone') this.#runsSince = performance.now();
    return Promise.resolve();
  }
  suspend() {
    this.standStill();
    this.state = 'suspended';
    return Promise.resolve();
  }
  close() {
    this.closed = true;
    return Promise.resolve();
  }
  setSinkId(id: string) {
    if (id !== '' && !devices.some(({ deviceId }) => deviceId === id))
      return Promise.reject(new Error('not found'));
    this.sinkId = id;
    return Promise.resolve();
  }
  createGain() {
    const gain = parameter();
    return Object.assign(node(), { gain });
  }
  createDynamicsCompressor = node;
  createOscillator() {
    const wave = Object.assign(node(), {
      frequency: parameter(),
      start: () => undefined,
      stop: (at: number) => {
        const look = setInterval(() => {
          if (this.closed) clearInterval(look);
          if (this.closed || this.currentTime < at) return;
          clearInterval(look);
          wave.dispatchEvent(new Event('ended'));
        }, 20);
      },
    });
    return wave;
  }
}

type Device = { kind: string; deviceId: string; label: string };
const speaker = (deviceId: string, label: string): Device => ({ kind: 'audiooutput', deviceId, label });
const standard = speaker('default', 'Default');
const builtIn = speaker('b1', 'Built-in');
const usb = speaker('u1', 'USB Audio');
let devices: Device[] = [];
const media = Object.assign(new EventTarget(), { enumerateDevices: async () => devices });
const plugged = (...now: Device[]): void => {
  devices = now;
  media.dispatchEvent(new Event('devicechange'));
};

let page: Page;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  contexts = [];
  stuck = false;
  devices = [standard, builtIn, usb];
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal('navigator', { mediaDevices: media });
  vi.resetModules();
  const file = '../assets/bell/bell.js';
  await import(file);
  page = globalThis as unknown as Page;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const strike = (sound: Strike['sound'] = 'first', over: Partial<Strike> = {}): Strike => ({
  sound,
  tone: 'bell',
  volume: 1,
  output: null,
  ...over,
});
const onUsb = (over: Partial<Strike> = {}): Strike =>
  strike('first', { output: { id: 'u1', label: 'USB Audio' }, ...over });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** What came of it, and after how many seconds. */
async function outcome(ringing: Promise<Rung>): Promise<{ rung: Rung | undefined; after: number }> {
  const began = performance.now();
  const came: Rung[] = [];
  void ringing.then((rung) => came.push(rung));
  while (came.length === 0) await pass(100);
  return { rung: came[0], after: (performance.now() - began) / 1000 };
}
const played: Rung = { kind: 'played', away: false };
const away: Rung = { kind: 'played', away: true };
const cutOff: Rung = { kind: 'cut-off' };
const sinks = () => contexts.map(({ sinkId }) => sinkId);

test('a sound is played to its end, where all sounds come out', async () => {
  const { rung, after } = await outcome(page.ring(strike()));
  expect(rung).toEqual(played);
  expect(after).toBeGreaterThan(1.5);
  expect(sinks()).toEqual(['']);
});

test('without a loudspeaker it is played into the void, and says so', async () => {
  devices = [];
  expect((await outcome(page.ring(strike()))).rung).toEqual({ kind: 'unheard', why: 'no-device' });
});

test('it comes out of the loudspeaker that is chosen, also when only its name is known', async () => {
  expect((await outcome(page.ring(onUsb()))).rung).toEqual(played);
  expect(sinks()).toEqual(['u1']);
  const byName = strike('first', { output: { id: '', label: 'Built-in' } });
  expect((await outcome(page.ring(byName))).rung).toEqual(played);
  expect(sinks()).toEqual(['b1']);
  expect((await outcome(page.ring(strike()))).rung).toEqual(played);
  expect(sinks()).toEqual(['']);
});

test('one that is not there is not waited for: it rings where all sounds come out, and says so', async () => {
  devices = [standard, builtIn];
  const { rung, after } = await outcome(page.ring(onUsb()));
  expect(rung).toEqual(away);
  expect(after).toBeLessThan(2.5);
  expect(sinks()).toEqual(['']);
});

test('unplugged while it rings the sound goes on elsewhere at once, and comes back with it', async () => {
  const ringing = page.ring(onUsb());
  await pass(300);
  expect(sinks()).toEqual(['u1']);
  plugged(standard, builtIn);
  contexts[0]?.fail();
  await pass(10);
  expect(sinks()).toEqual(['']);
  expect((await outcome(ringing)).rung).toEqual(away);
  const again = page.ring(onUsb());
  await pass(100);
  plugged(standard, builtIn, usb);
  await pass(10);
  expect(sinks()).toEqual(['u1']);
  expect((await outcome(again)).rung).toEqual(played);
  expect(contexts).toHaveLength(1);
});

test('where no system tells of it, it is noticed while it rings', async () => {
  const ringing = page.ring(onUsb({ sound: 'second' }));
  await pass(100);
  devices = [standard, builtIn];
  await pass(1000);
  expect(sinks()).toEqual(['']);
  expect((await outcome(ringing)).rung).toEqual(away);
});

test('what began without any loudspeaker is begun anew when there is one', async () => {
  devices = [];
  const ringing = page.ring(strike());
  await pass(500);
  plugged(standard, usb);
  expect((await outcome(ringing)).rung).toEqual(played);
  expect(contexts.map(({ closed }) => closed)).toEqual([true, false]);
});

test('one that says it plays while its clock stands still is begun anew, and then has failed', async () => {
  const ringing = page.ring(strike());
  await pass(100);
  contexts[0]?.standStill();
  await pass(3000);
  expect(contexts.map(({ closed }) => closed)).toEqual([true, false]);
  expect((await outcome(ringing)).rung).toEqual(played);
  stuck = true;
  vi.resetModules();
  const failing = page.ring(strike());
  contexts.at(-1)?.standStill();
  const { rung, after } = await outcome(failing);
  expect(rung).toEqual({ kind: 'unheard', why: 'failed' });
  expect(after).toBeLessThan(7);
});

test('two orders in one breath are one ring, and a louder step goes before it', async () => {
  const first = page.ring(strike());
  expect(page.ring(strike())).toBe(first);
  const second = page.ring(strike('second'));
  expect((await outcome(second)).rung).toEqual(played);
  expect(await first).toEqual(played);
});

test.each(['chat', 'quiet', 'check'] as const)('%s cuts no order off', async (sound) => {
  const order = page.ring(strike());
  expect(page.ring(strike(sound))).toBe(order);
});

test('a trial neither stops, hides nor delays an order, whichever comes first', async () => {
  const order = page.ring(strike());
  await pass(500);
  expect(await page.ring(strike('second', { trial: true }))).toEqual(cutOff);
  const { after } = await outcome(order);
  expect(after).toBeLessThan(1.6);
  const trial = page.ring(strike('first', { trial: true }));
  await pass(200);
  const real = page.ring(strike());
  expect(await trial).toEqual(cutOff);
  const came = await outcome(real);
  expect(came.rung).toEqual(played);
  expect(came.after).toBeGreaterThan(1.5);
});

test('one trial ends the other, and none is left that a sound beside the orders would wait for', async () => {
  const one = page.ring(strike('second', { trial: true }));
  const other = page.ring(strike('chat', { trial: true }));
  expect(await one).toEqual(cutOff);
  const chat = page.ring(strike('chat'));
  expect(await other).toEqual(cutOff);
  expect((await outcome(chat)).rung).toEqual(played);
});

test('stopped it says nothing of whether it would have been heard', async () => {
  const ringing = page.ring(strike());
  await pass(200);
  page.silence();
  expect(await ringing).toEqual(cutOff);
});

test('a look finds what a ring would, and plays nothing', async () => {
  expect((await outcome(page.look(null))).rung).toEqual(played);
  devices = [];
  expect((await outcome(page.look(null))).rung).toEqual({ kind: 'unheard', why: 'no-device' });
  devices = [standard];
  expect((await outcome(page.look({ id: 'u1', label: 'USB Audio' }))).rung).toEqual(away);
});

test('a look at one that stands still fails, and what rings is looked at instead', async () => {
  stuck = true;
  expect((await outcome(page.look(null))).rung).toEqual({ kind: 'unheard', why: 'failed' });
  stuck = false;
  const ringing = page.ring(strike());
  const looking = page.look(null);
  expect((await outcome(ringing)).rung).toEqual(played);
  expect(await looking).toEqual(played);
});

test('when it has been quiet its context rests, and runs again for the next sound', async () => {
  await outcome(page.ring(strike()));
  await pass(15_000);
  expect(contexts[0]?.state).toBe('suspended');
  expect((await outcome(page.ring(strike()))).rung).toEqual(played);
  expect(contexts).toHaveLength(1);
});

test('loudspeakers are named, and that there are others is told once things have settled', async () => {
  expect(await page.outputs()).toEqual([
    { id: 'b1', label: 'Built-in' },
    { id: 'u1', label: 'USB Audio' },
  ]);
  let told = 0;
  void page.changed().then(() => (told += 1));
  await pass(1000);
  expect(told).toBe(0);
  plugged(standard);
  plugged(standard, usb);
  await pass(200);
  expect(told).toBe(0);
  await pass(200);
  expect(told).toBe(1);
});

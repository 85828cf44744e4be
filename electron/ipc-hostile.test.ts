// 10,000 requests that no window of ours sends, against the real handlers and the real brain.
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { expect, test } from 'vitest';
import { ipc, ipcErrorCodes, type Channel, type Handlers, type IpcAnswer } from '../contract/ipc.ts';
import { view } from '../contract/view.ts';
import type { Log } from '../core/ports/log.ts';
import { randomFrom } from '../backend/demo/random.ts';
import { backendUrl } from '../tests/compat/record-console.ts';
import { released } from '../tests/compat/recorded.ts';
import { createCounter, unreachable } from '../tests/support/counter.ts';
import { heapInUse } from '../tests/support/hostile/heap.ts';
import { channels, hostileRequest } from '../tests/support/hostile/requests.ts';
import { handlersOf, serveWindow } from './ipc.ts';

const cases = 10_000;
const warmUp = 2000;
const seed = 46;
/** What leaves or lasts is tried at the end, so that everything before meets a console with orders. */
const last: ReadonlySet<Channel> = new Set(['device.leave', 'device.enrol', 'person.step-out']);

/** What lies beside the brain. */
const machine: Parameters<typeof handlersOf>[1] = {
  selfTests: { start: () => 1, follow: async () => null },
  save: async () => ({ ok: false, message: 'no room' }),
};

type Sender = 'ours' | 'sub-frame' | 'stranger';
type Listener = (event: IpcMainInvokeEvent, request: unknown) => Promise<IpcAnswer<unknown>>;

async function consoleWithOrders() {
  const then = released.at(-1);
  if (then === undefined) throw new Error('No version is recorded.');
  const counter = createCounter({
    policy: { backend: { url: backendUrl }, enrolment: { code: 'KITCHEN-7', deviceName: 'Counter 1' } },
    answer: () => unreachable,
    files: then.disk('cut-off'),
  });
  void counter.core.start();
  await counter.pass(5000);
  expect(counter.core.view().orders.length).toBeGreaterThan(3);
  return counter;
}

/** Tells whenever one of them is reached. */
function counted(handlers: Handlers, tell: () => void): Handlers {
  const each = Object.entries(handlers).map(([channel, handle]) => [
    channel,
    (request: never) => {
      tell();
      return handle(request);
    },
  ]);
  return Object.fromEntries(each) as Handlers;
}

test(`${cases} requests of any shape, from anybody: an answer each, nothing thrown, nothing kept`, async () => {
  const counter = await consoleWithOrders();
  const random = randomFrom(seed);
  let reached = 0;
  const listeners = new Map<string, Listener>();
  const events: string[] = [];
  const note = (event: string, fields?: unknown) =>
    void events.push(`${event} ${JSON.stringify(fields)?.slice(0, 300)}`);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  serveWindow({
    ipcMain: {
      handle: (channel: string, listener: Listener) => void listeners.set(channel, listener),
      on: () => undefined,
    } as unknown as Pick<IpcMain, 'handle' | 'on'>,
    handlers: counted(handlersOf(counter.core, machine), () => (reached += 1)),
    isOurs: (event) => (event as unknown as { from: Sender }).from === 'ours',
    log,
  });
  const { orders, notices } = counter.core.view();
  const known = { ids: [...orders.map(({ order }) => order.id), ...notices.map(({ id }) => id), 'id-2'] };
  const early = channels.filter((channel) => !last.has(channel));
  const count = { taken: 0, refused: 0, strangers: 0 };
  let heapThen = 0;

  for (let n = 1; n <= cases; n += 1) {
    const { channel, request } = hostileRequest(random, known, n > cases * 0.95 ? channels : early);
    const from = random.weighted<{ weight: number; who: Sender }>([
      { weight: 8, who: 'ours' },
      { weight: 1, who: 'sub-frame' },
      { weight: 1, who: 'stranger' },
    ]).who;
    const which = `case ${n}, ${channel} from ${from}`;
    const before = reached;
    const asked = listeners.get(channel)?.({ from } as unknown as IpcMainInvokeEvent, request);
    await counter.pass(20);
    const answer = await asked;
    if (answer === undefined) throw new Error(`${which} has no answer`);
    if (answer.ok) {
      count.taken += 1;
      expect(ipc[channel].response.safeParse(answer.value).success, which).toBe(true);
    } else {
      count.refused += 1;
      expect(ipcErrorCodes, which).toContain(answer.error.code);
      expect(answer.error.code, `${which}: ${events.at(-1)}`).not.toBe('internal');
      expect(answer.error.message.length, which).toBeLessThan(600);
    }
    if (from !== 'ours') {
      count.strangers += 1;
      expect(answer, which).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
      expect(reached, which).toBe(before);
    }
    if (n % 500 === 0) expect(view.safeParse(counter.core.view()).error?.issues, which).toBeUndefined();
    if (n === warmUp) heapThen = heapInUse();
  }

  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(events.filter((event) => /failed|fault/.test(event))).toEqual([]);
  // The generator is worth something: much is taken, much is refused.
  expect(count.taken).toBeGreaterThan(cases * 0.1);
  expect(count.refused).toBeGreaterThan(cases * 0.3);
  expect(count.strangers).toBeGreaterThan(cases * 0.1);
  events.length = 0;
  counter.asked.length = 0;
  expect(heapInUse() / heapThen).toBeLessThan(1.15);
});

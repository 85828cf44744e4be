import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { expect, test } from 'vitest';
import { ipc, type IpcAnswer } from '../contract/ipc.ts';
import type { Counterbell, Intent } from '../core/counterbell.ts';
import type { Log } from '../core/ports/log.ts';
import { handlersOf, serveWindow } from './ipc.ts';

const order = 'a1b2c3d4-0000-4000-8000-000000000001';
type Listener = (event: IpcMainInvokeEvent, request: unknown) => unknown;
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function setUp(handle: (intent: Intent) => Promise<IpcAnswer<{ command?: string }>>, ours = true) {
  const listeners = new Map<string, Listener>();
  const asked: unknown[] = [];
  const queries = {
    ask: async (...words: unknown[]) => (asked.push(words), { ok: false, why: 'offline' }),
    cancel: (place: string) => void asked.push(place),
  } as unknown as Counterbell['queries'];
  const view = () => ({ n: 7 }) as unknown as ReturnType<Counterbell['view']>;
  const note = async <T>(wanted: unknown, value: T) => {
    asked.push(wanted);
    return { ok: true, value } as const;
  };
  const devices: Counterbell['devices'] = {
    rename: (wanted) => note(wanted, null),
    revoke: (wanted) => note(wanted, null),
    ring: (wanted) => note(wanted, { rung: 'rung' }),
  };
  const phones: Counterbell['phones'] = {
    link: () => note('link', { url: 'https://orders.example/phone/x', expiresAt: '2026-03-06T12:00:00Z' }),
    remove: (wanted) => note(wanted, null),
  };
  const tryNotification = async () => 'quietly' as const;
  const bell: Counterbell['bell'] = {
    try: (wanted) => note(wanted, { came: 'played' }),
    outputs: () => note('outputs', [{ id: 'o1', label: 'USB Audio' }]),
  };
  const counterbell = { handle, view, queries, devices, phones, bell, tryNotification };
  serveWindow({
    ipcMain: {
      handle: (channel: string, listener: Listener) => void listeners.set(channel, listener),
      on: () => undefined,
    } as unknown as Pick<IpcMain, 'handle' | 'on'>,
    handlers: handlersOf(counterbell, {
      selfTests: { start: () => 1, follow: async (run) => (run === 1 ? { done: [], over: true } : null) },
      save: async () => ({ ok: false, message: 'no room' }),
    }),
    isOurs: () => ours,
    log: silent,
  });
  const ask = (channel: string, request: unknown) =>
    listeners.get(channel)?.({} as IpcMainInvokeEvent, request) as Promise<unknown>;
  return { listeners, ask, asked };
}
const done = async () => ({ ok: true, value: {} }) as const;

test('every channel of the contract is served', () => {
  expect([...setUp(done).listeners.keys()].toSorted()).toEqual(Object.keys(ipc).toSorted());
});

test('requests become intents, answers come back as values', async () => {
  const intents: Intent[] = [];
  const { ask } = setUp(async (intent) => {
    intents.push(intent);
    return { ok: true, value: { command: 'c1' } };
  });
  expect(await ask('view.get', null)).toEqual({ ok: true, value: { n: 7 } });
  expect(await ask('order.command', { order, verb: 'ready' })).toEqual({
    ok: true,
    value: { command: 'c1' },
  });
  expect(await ask('order.undo', { order })).toEqual({ ok: true, value: null });
  expect(await ask('bell.stop', null)).toEqual({ ok: true, value: null });
  expect(await ask('settings.change', { theme: 'dark' })).toEqual({ ok: true, value: null });
  expect(intents).toEqual([
    { kind: 'command', order, verb: 'ready' },
    { kind: 'undo', order },
    { kind: 'stop-bell' },
    { kind: 'change-settings', change: { theme: 'dark' } },
  ]);
});

test('questions are asked by their name and place, and an answer may be why there is none', async () => {
  const { ask, asked } = setUp(done);
  const search = { text: 'sam', day: null, before: null };
  const why = { ok: true, value: { ok: false, why: 'offline' } };
  expect(await ask('orders.history', { place: 'history', asked: search })).toEqual(why);
  expect(await ask('order.timeline', { place: 'order', asked: { order } })).toEqual(why);
  expect(await ask('query.cancel', { place: 'history' })).toEqual({ ok: true, value: null });
  expect(asked).toEqual([
    ['orders.history', 'history', search],
    ['order.timeline', 'order', { order }],
    'history',
  ]);
});

test.each([
  ['orders.history', { place: 'history', asked: { text: '', day: '6.3.2026', before: null } }, 'day'],
  ['orders.history', { asked: { text: '', day: null, before: null } }, 'place'],
  ['order.command', { order, verb: 'explode' }, 'verb'],
  ['order.command', { order: '', verb: 'ready' }, 'order'],
  ['order.command', { order, verb: 'ready', extra: 1 }, 'extra'],
  ['bell.stop', {}, 'bell.stop'],
  ['bell.stop', undefined, 'bell.stop'],
  ['settings.change', { theme: 'pink' }, 'theme'],
])('what does not fit the contract is refused by its field: %s %j', async (channel, request, field) => {
  const asked: unknown[] = [];
  const { ask } = setUp(async (intent) => {
    asked.push(intent);
    return done();
  });
  expect(await ask(channel, request)).toMatchObject({
    ok: false,
    error: { code: 'invalid', message: expect.stringContaining(field) },
  });
  expect(asked).toEqual([]);
});

test('a stranger is not answered, and nothing is thrown across', async () => {
  const asked: unknown[] = [];
  const stranger = setUp(async (intent) => {
    asked.push(intent);
    return done();
  }, false);
  expect(await stranger.ask('bell.stop', null)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  expect(asked).toEqual([]);
  const broken = setUp(() => Promise.reject(new Error('secret detail')));
  const answer = await broken.ask('bell.stop', null);
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

test('a refusal of the core is passed on as it is', async () => {
  const error = { code: 'not-found', message: 'No such order.' } as const;
  const { ask } = setUp(async () => ({ ok: false, error }));
  expect(await ask('order.undo', { order })).toEqual({ ok: false, error });
  expect(await ask('order.command', { order, verb: 'ready' })).toEqual({ ok: false, error });
});

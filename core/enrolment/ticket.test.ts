import { expect, test } from 'vitest';
import { answered, lost, refusal } from '../../tests/support/brain.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { Ports } from '../ports/ports.ts';
import { handInKept, handInTicket, keepTicket } from './ticket.ts';

const ticket = { url: 'http://backend.test', fingerprint: null, leaveTicket: 'leave, and nothing else' };

/** A machine whose disk may be full, and whose backend is away until it answers. Time goes on by what is waited for. */
function machine() {
  const files = new Map<string, Uint8Array>();
  const timers: { at: number; run: () => void }[] = [];
  const here = { full: true, answer: null as BackendAnswer | null, asked: 0, now: 0, files };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const ports = {
    clock: { after: (ms: number, run: () => void) => timers.push({ at: here.now + ms, run }) },
    log: { info: () => undefined, error: () => undefined },
    secrets: {
      seal: async (plain: Uint8Array) => plain.map((byte) => byte ^ 0x5a),
      open: async (sealed: Uint8Array) => sealed.map((byte) => byte ^ 0x5a),
    },
    disk: {
      read: async (path: string) => {
        const value = files.get(path);
        return value === undefined
          ? { ok: false, failure: { kind: 'missing', message: path } }
          : { ok: true, value };
      },
      replace: async (path: string, bytes: Uint8Array) => {
        if (here.full) return { ok: false, failure: { kind: 'full', message: path } };
        files.set(path, bytes);
        return { ok: true, value: undefined };
      },
      remove: async (path: string) => {
        files.delete(path);
        return { ok: true, value: undefined };
      },
    },
    backend: {
      exchange: async () => {
        here.asked += 1;
        return here.answer ?? { kind: 'failure', why: 'network', message: 'ENETUNREACH', sent: false };
      },
    },
  } as unknown as Ports;
  const pass = async (ms: number) => {
    const until = here.now + ms;
    await settle();
    for (;;) {
      const [next] = timers.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > until) break;
      timers.splice(timers.indexOf(next), 1);
      here.now = next.at;
      next.run();
      await settle();
    }
    here.now = until;
  };
  return Object.assign(here, { ports, pass });
}

test('a ticket that a full disk did not take is written soon after there is room, and outlives the process', async () => {
  const before = machine();
  const kept = await keepTicket(before.ports, ticket);
  expect(kept).toBe(false);
  await handInTicket(before.ports, ticket, kept);
  await before.pass(9000);
  before.full = false;
  await before.pass(3000);
  expect(before.asked, 'the backend is not asked more often for it').toBe(1);

  const after = machine();
  for (const [path, bytes] of before.files) after.files.set(path, bytes);
  after.answer = answered(204, null);
  await handInKept(after.ports);
  expect(after.asked).toBe(1);
  expect(after.files.size).toBe(0);
});

test('once it was handed in, a ticket that was written late is gone too', async () => {
  const here = machine();
  await handInTicket(here.ports, ticket, await keepTicket(here.ports, ticket));
  here.full = false;
  await here.pass(3000);
  expect(here.files.size).toBe(1);
  here.answer = refusal(404, 'not-found', 'There is no such device.');
  await here.pass(300_000);
  expect(here.files.size).toBe(0);
  expect(here.asked).toBe(2);
});

const ours = (status: number, body: unknown = null): BackendAnswer => ({
  kind: 'answer',
  status,
  body,
  retryAfterMs: null,
  protocol: '2;oldest=1',
});

test.each<[string, BackendAnswer, boolean]>([
  ['nobody answers', lost(), false],
  ['a login page says yes', answered(200, { welcome: true }), false],
  ['a login page says yes, and nothing else', answered(200, null), false],
  ['a filter has no such page', answered(404, null), false],
  ['a filter says that it is gone, in JSON', answered(410, { blocked: true }), false],
  ['a backend of 0.1.0 says yes', answered(204, null), true],
  ['a backend says yes', ours(204), true],
  ['a later one says more', ours(200, { left: true }), true],
  ['a backend has no such device', ours(404), true],
  ['one of 0.1.0 says why not', refusal(410, 'device-revoked', 'It was signed out.'), true],
])('%s: the session is over: %#', async (_, answer, over) => {
  const here = machine();
  here.full = false;
  here.answer = answer;
  await handInTicket(here.ports, ticket, await keepTicket(here.ports, ticket));
  expect(here.files.size).toBe(over ? 0 : 1);
  await here.pass(60_000);
  expect(here.asked).toBe(over ? 1 : 3);
});

test('a filter that says again and again that it knows nobody is never believed', async () => {
  const here = machine();
  here.full = false;
  here.answer = answered(401, null);
  await handInTicket(here.ports, ticket, await keepTicket(here.ports, ticket));
  await here.pass(3_600_000);
  expect(here.files.size).toBe(1);
});

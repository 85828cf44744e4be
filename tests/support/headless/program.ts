// A console without a desktop, as a process of its own that can be killed: the real brain on the real disk, HTTP,
// pusher-js and clock. What it would have shown, sounded and said is printed, one JSON line each.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import Pusher from 'pusher-js';
import { createCounterbell, type Intent } from '../../../core/counterbell.ts';
import type { PowerSignal } from '../../../core/ports/desktop.ts';
import { createBackendHttp } from '../../../electron/adapters/backend-http.ts';
import { createChance } from '../../../electron/adapters/chance.ts';
import { createClock } from '../../../electron/adapters/clock.ts';
import { createDisk } from '../../../electron/adapters/disk.ts';
import { createLog } from '../../../electron/adapters/log.ts';
import { lookAt } from '../../../electron/adapters/login-page.ts';
import { createPusherRealtime } from '../../../electron/adapters/pusher-realtime.ts';
import { createSecrets, type Keyring } from '../../../electron/adapters/secrets.ts';
import { createSettingsStore } from '../../../electron/adapters/settings-store.ts';
import path from 'node:path';
import type { Wish, Words } from './lines.ts';
import { noProgram, stillWindow } from '../no-program.ts';

const wish = JSON.parse(process.env.HEADLESS_CONSOLE ?? '') as Wish;
const say = (words: Words) =>
  process.stdout.write(`${JSON.stringify({ at: performance.timeOrigin + performance.now(), ...words })}\n`);

/** A keyring like the system's: what it seals, only this installation opens. */
function keyring(keyHex: string): Keyring {
  const key = Buffer.from(keyHex, 'hex');
  return {
    isEncryptionAvailable: () => true,
    encryptString(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    decryptString(box) {
      const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12));
      decipher.setAuthTag(box.subarray(12, 28));
      return Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}

process.on('uncaughtException', (error) => say({ what: 'crash', message: String(error.stack) }));
process.on('unhandledRejection', (error) =>
  say({ what: 'crash', message: error instanceof Error ? String(error.stack) : String(error) }),
);

/** Node's fetch keeps its connections in here; a new one is of the same kind, with none yet. */
async function dropPools(): Promise<void> {
  type Pool = { constructor: new () => Pool; destroy(): Promise<void> };
  const place = globalThis as unknown as Record<symbol, Pool | undefined>;
  const named = Symbol.for('undici.globalDispatcher.1');
  const pool = place[named];
  if (pool === undefined) return;
  place[named] = new pool.constructor();
  await pool.destroy();
}

const clock = createClock();
const chance = createChance();
const log = createLog({
  folder: path.join(wish.folder, 'logs'),
  now: clock.now,
  print: (line) => {
    const { event, ...fields } = JSON.parse(line) as { event: string } & Record<string, unknown>;
    say({ what: 'log', event, fields });
  },
});
let power: (signal: PowerSignal) => void = () => undefined;
/** A desktop whose parts fail with an exception, which ports promise not to do. */
const faulty = (part: string) => {
  if (wish.throwing?.includes(part)) throw new Error(`the ${part} of this desktop is broken`);
};

const counterbell = createCounterbell(
  {
    clock,
    chance,
    log,
    disk: createDisk(wish.folder),
    secrets: createSecrets(keyring(wish.key), process.platform, log),
    settings: createSettingsStore({ folder: wish.folder, now: clock.now, newId: chance.id }),
    backend: createBackendHttp({
      fetch: (url, init) => fetch(url, init),
      fetchPinned: () => (url, init) => fetch(url, init),
      lookAt: lookAt(() => undefined),
      dropPools,
      userAgent: 'Counterbell/headless',
    }),
    realtime: createPusherRealtime({ Pusher, log }),
    notifier: {
      show: async (toast) => {
        say({ what: 'toast', ...toast });
        return { kind: 'shown' };
      },
      withdraw: (id) => {
        faulty('notifier');
        say({ what: 'withdraw', id });
      },
      onPress: () => undefined,
      onShowing: () => undefined,
    },
    bell: {
      ring: async ({ sound }) => {
        say({ what: 'ring', sound });
        return { kind: 'played', away: false };
      },
      look: async () => ({ kind: 'played', away: false }),
      outputs: async () => [],
      onOutputs: () => undefined,
      silence: () => {
        faulty('bell');
        say({ what: 'silence' });
      },
    },
    tray: {
      render: () => faulty('tray'),
      onChoose: () => undefined,
    },
    windows: {
      show: (how) => void say({ what: 'show', how }),
      state: () => 'hidden',
      onState: () => undefined,
      flash: () => faulty('windows'),
      ...stillWindow,
    },
    ...noProgram,
    badge: { show() {} },
    power: { onSignal: (listener) => void (power = listener), keepAwake: () => undefined },
    autostart: { set: async () => ({ ok: true, message: null }), get: async () => false },
  },
  {
    machineName: 'Headless',
    policy: {
      kind: 'valid',
      source: 'test',
      policy: { backend: { url: wish.url }, enrolment: { code: wish.code, deviceName: wish.name } },
    },
  },
);

counterbell.subscribe((delta) => {
  const { status, orders, notices } = delta;
  if (status !== undefined) say({ what: 'status', word: status.word, caughtUpTo: status.caughtUpTo });
  if (notices !== undefined) say({ what: 'notices', codes: notices.map((notice) => notice.code) });
  for (const { order, column, pending } of orders?.put ?? [])
    say({
      what: 'order',
      id: order.id,
      number: order.number,
      status: order.status,
      column,
      pending: pending?.state ?? null,
    });
  for (const id of orders?.drop ?? []) say({ what: 'order-gone', id });
});

const asking = createInterface({ input: process.stdin });
// Whoever started it is gone: nobody is left to end it.
asking.on('close', () => process.exit(0));
asking.on('line', (line) => {
  const asked = JSON.parse(line) as { id: number } & (
    | { intent: Intent }
    | { power: PowerSignal }
    | { tell: 'view' | 'instances' }
  );
  const answer = (value: unknown) => say({ what: 'answer', id: asked.id, value });
  if ('intent' in asked) void counterbell.handle(asked.intent).then(answer);
  else if ('power' in asked) {
    power(asked.power);
    answer(null);
  } else if (asked.tell === 'view') answer(counterbell.view());
  else answer((Pusher as unknown as { instances: unknown[] }).instances.length);
});

process.on('SIGTERM', () => void counterbell.stop().finally(() => process.exit(0)));
await counterbell.start();
say({ what: 'started' });

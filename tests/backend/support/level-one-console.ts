// The whole brain with the adapters a console really has: HTTP, pusher-js, disk and clock. Only the desktop is
// missing, and the settings are kept in memory; what would have been shown and sounded is written down.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import PusherClient from 'pusher-js';
import type { Policy } from '../../../contract/policy.ts';
import type { OrderView, View } from '../../../contract/view.ts';
import { createCounterbell, type Intent } from '../../../core/counterbell.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Toast } from '../../../core/ports/notifier.ts';
import { createBackendHttp } from '../../../electron/adapters/backend-http.ts';
import { createChance } from '../../../electron/adapters/chance.ts';
import { createClock } from '../../../electron/adapters/clock.ts';
import { createDisk } from '../../../electron/adapters/disk.ts';
import { createLog } from '../../../electron/adapters/log.ts';
import { createPusherRealtime } from '../../../electron/adapters/pusher-realtime.ts';
import { createSecrets, type Keyring } from '../../../electron/adapters/secrets.ts';
import { noProgram, stillWindow } from '../../support/no-program.ts';

export type Console = {
  folder: string;
  toasts: readonly Toast[];
  rings: readonly string[];
  /** Every status word it ever said. */
  words: ReadonlySet<string>;
  logged: readonly string[];
  view(): View;
  order(number: string): OrderView | undefined;
  press(intent: Intent): Promise<void>;
  /** As after a crash: no more is written or sent, and the next life reads the disk. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

function keyring(): Keyring {
  const key = randomBytes(32);
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

/** The machine's clock, so many times as fast: for whoever waits for nothing but its next turn. */
function fasterClock(times: number): Clock {
  const real = createClock();
  const [began, since] = [real.now(), real.monotonic()];
  const passed = () => (real.monotonic() - since) * times;
  return {
    now: () => Math.round(began + passed()),
    monotonic: passed,
    after: (ms, run) => real.after(ms / times, run),
  };
}

export async function startConsole(policy: Policy, { timesAsFast = 1 } = {}): Promise<Console> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-level-one-'));
  const toasts: Toast[] = [];
  const rings: string[] = [];
  const words = new Set<string>();
  const logged: string[] = [];
  const keys = keyring();
  const installId = randomBytes(16).toString('hex');
  let settings: unknown = {};
  let close = () => undefined as void;

  async function live() {
    const clock = timesAsFast === 1 ? createClock() : fasterClock(timesAsFast);
    const chance = createChance();
    const log = createLog({
      folder: path.join(folder, 'logs'),
      now: clock.now,
      print: (line) => void logged.push(line),
    });
    const realtime = createPusherRealtime({ Pusher: PusherClient, log });
    const counterbell = createCounterbell(
      {
        clock,
        chance,
        log,
        disk: createDisk(folder),
        secrets: createSecrets(keys, 'darwin', log),
        settings: {
          read: async () => ({ installId, raw: settings, repair: null, notKept: null }),
          write: async (raw) => {
            settings = raw;
            return { ok: true, message: null };
          },
        },
        backend: createBackendHttp({
          fetch: (url, init) => fetch(url, init),
          fetchPinned: () => (url, init) => fetch(url, init),
          lookAt: async () => null,
          dropPools: async () => undefined,
          userAgent: 'Counterbell/test',
        }),
        realtime: {
          open(options) {
            const client = realtime.open(options);
            close = client.close;
            return client;
          },
        },
        notifier: {
          show: async (toast) => {
            toasts.push(toast);
            return { kind: 'shown' };
          },
          withdraw: () => undefined,
          onPress: () => undefined,
          onShowing: () => undefined,
        },
        bell: {
          ring: async ({ sound }) => {
            rings.push(sound);
            return { kind: 'played', away: false };
          },
          silence: () => undefined,
          look: async () => ({ kind: 'played', away: false }),
          outputs: async () => [],
          onOutputs: () => undefined,
        },
        tray: { render: () => undefined, onChoose: () => undefined },
        windows: {
          show: () => undefined,
          state: () => 'hidden',
          onState: () => undefined,
          flash: () => undefined,
          ...stillWindow,
        },
        ...noProgram,
        badge: { show() {} },
        power: { onSignal: () => undefined, keepAwake: () => undefined },
        autostart: { set: async () => ({ ok: true, message: null }), get: async () => false },
      },
      { machineName: 'Till', policy: { kind: 'valid', source: 'the manual', policy } },
    );
    counterbell.subscribe(({ status }) => void (status !== undefined && words.add(status.word)));
    await counterbell.start();
    return counterbell;
  }

  let counterbell = await live();
  const end = async () => {
    await counterbell.stop();
    close();
  };
  return {
    folder,
    toasts,
    rings,
    words,
    logged,
    view: () => counterbell.view(),
    order: (number) => counterbell.view().orders.find(({ order }) => order.number === number),
    async press(intent) {
      const answer = await counterbell.handle(intent);
      if (!answer.ok) throw new Error(`${intent.kind} was refused: ${answer.error.message}`);
    },
    async restart() {
      await end();
      counterbell = await live();
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

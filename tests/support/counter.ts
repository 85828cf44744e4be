// One console's brain on ports that do what a test says, under a time that the test moves.
import { createCounterbell, type Counterbell, type Setup } from '../../core/counterbell.ts';
import type { BackendAnswer, BackendRequest } from '../../core/ports/backend.ts';
import type { Disk, DiskResult } from '../../core/ports/disk.ts';
import type { Toast } from '../../core/ports/notifier.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { RealtimeSignal } from '../../core/ports/realtime.ts';
import { dawn, Timeline } from '../simulation/clock.ts';
import { noProgram, stillWindow } from './no-program.ts';

export type Counter = {
  core: Counterbell;
  timeline: Timeline;
  asked: BackendRequest[];
  toasts: Toast[];
  rings: string[];
  subscribed: string[];
  /** The events of its log. */
  logged: string[];
  files: Map<string, Uint8Array>;
  signal(signal: RealtimeSignal): void;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
};

export type CounterOptions = {
  policy: (Setup['policy'] & { kind: 'valid' })['policy'];
  answer: (request: BackendRequest) => BackendAnswer;
  /** Of an earlier life of the same machine. */
  files?: Map<string, Uint8Array>;
  /** For that file the disk has hardly any room left. */
  full?: (path: string) => boolean;
  /** That file cannot be read just now. */
  unreadable?: (path: string) => boolean;
  /** Without one, nothing can be sealed or opened. */
  keyring?: boolean;
};

export const answered = (status: number, body: unknown): BackendAnswer => ({
  kind: 'answer',
  status,
  body,
  retryAfterMs: null,
});
export const unreachable: BackendAnswer = {
  kind: 'failure',
  why: 'network',
  sent: false,
  message: 'ECONNREFUSED',
};

export function createCounter(options: CounterOptions): Counter {
  const { policy, answer, files = new Map(), keyring = true } = options;
  const { full = () => false, unreadable = () => false } = options;
  const timeline = new Timeline();
  const asked: BackendRequest[] = [];
  const toasts: Toast[] = [];
  const rings: string[] = [];
  const subscribed: string[] = [];
  const logged: string[] = [];
  const note = (event: string) => void logged.push(event);
  let signal: (signal: RealtimeSignal) => void = () => undefined;
  let ids = 0;
  const soon = <T>(value: () => T): Promise<T> =>
    new Promise((resolve) => timeline.after(1, () => resolve(value())));

  const ports: Ports = {
    clock: {
      now: () => dawn + timeline.now,
      monotonic: () => timeline.now,
      after: (ms, run) => timeline.after(ms, run),
    },
    chance: { fraction: () => 0.5, id: () => `id-${(ids += 1)}` },
    log: { debug: note, info: note, warn: note, error: note },
    disk: memoryDisk(files, { full, unreadable }, soon),
    secrets: {
      durable: async () => keyring,
      seal: async (plain) => (keyring ? plain : null),
      open: async (sealed) => (keyring ? sealed : null),
    },
    settings: {
      read: async () => ({ installId: 'install-1234', raw: null, repair: null, notKept: null }),
      write: async () => ({ ok: true, message: null }),
    },
    backend: {
      exchange(_target, request) {
        asked.push(request);
        return soon(() => answer(request));
      },
      dropConnections() {},
    },
    realtime: {
      open(options) {
        signal = (made) => options.signal(made);
        return {
          connect: () => timeline.after(1, () => options.signal({ kind: 'connected', socketId: '1.1' })),
          disconnect() {},
          check() {},
          subscribe(channel) {
            subscribed.push(channel);
            timeline.after(1, () => options.signal({ kind: 'subscribed', channel }));
          },
          unsubscribe() {},
          signIn() {},
          close() {},
        };
      },
    },
    notifier: {
      async show(toast) {
        toasts.push(toast);
        return { kind: 'shown' };
      },
      withdraw() {},
      onPress() {},
      onShowing() {},
    },
    bell: {
      async ring({ sound }) {
        rings.push(sound);
        return { kind: 'played', away: false };
      },
      silence() {},
      look: async () => ({ kind: 'played', away: false }),
      outputs: async () => [],
      onOutputs() {},
    },
    tray: { render() {}, onChoose() {} },
    windows: { show() {}, state: () => 'none', onState() {}, flash() {}, ...stillWindow },
    ...noProgram,
    badge: { show() {} },
    power: { onSignal() {}, keepAwake() {} },
    autostart: { set: async () => ({ ok: true, message: null }), get: async () => false },
  };
  const core = createCounterbell(ports, {
    policy: { kind: 'valid', policy, source: 'test' },
    machineName: 'counter',
  });
  return {
    core,
    timeline,
    asked,
    toasts,
    rings,
    subscribed,
    logged,
    files,
    signal: (made) => signal(made),
    pass: (ms) => timeline.runUntil(timeline.now + ms),
  };
}

/** Bytes that even a full disk takes: a few words. */
const lastRoom = 128;

function memoryDisk(
  files: Map<string, Uint8Array>,
  { full, unreadable }: Required<Pick<CounterOptions, 'full' | 'unreadable'>>,
  soon: <T>(value: () => DiskResult<T>) => Promise<DiskResult<T>>,
): Disk {
  const done: DiskResult<void> = { ok: true, value: undefined };
  const noRoom: DiskResult<void> = { ok: false, failure: { kind: 'full', message: 'no space left' } };
  const below = (folder: string) => [...files.keys()].filter((name) => name.startsWith(`${folder}/`));
  return {
    read: (path) =>
      soon(() => {
        if (unreadable(path)) return { ok: false, failure: { kind: 'io', message: path } };
        const value = files.get(path);
        return value === undefined
          ? { ok: false, failure: { kind: 'missing', message: path } }
          : { ok: true, value };
      }),
    append: (path, bytes, at) =>
      soon(() => {
        const before = files.get(path);
        if (before?.length !== at) return { ok: false, failure: { kind: 'missing', message: path } };
        // What fits into the last block that the file has already is written all the same.
        const fitting = full(path) ? bytes.subarray(0, bytes.length / 2) : bytes;
        files.set(path, Buffer.concat([before, fitting]));
        return full(path) ? noRoom : done;
      }),
    replace: (path, bytes) =>
      soon(() => {
        // The former file stands until the new one is whole, so its own room is of no use.
        if (full(path) && bytes.length > lastRoom) return noRoom;
        files.set(path, bytes);
        return done;
      }),
    truncate: (path, length) =>
      soon(() => {
        files.set(path, (files.get(path) ?? new Uint8Array()).slice(0, length));
        return done;
      }),
    rename: () => soon(() => done),
    list: (folder) =>
      soon(() => {
        const names = below(folder).map((name) => name.slice(folder.length + 1).split('/')[0] ?? '');
        return { ok: true, value: [...new Set(names)] };
      }),
    remove: (path) =>
      soon(() => {
        for (const name of [path, ...below(path)]) files.delete(name);
        return done;
      }),
  };
}

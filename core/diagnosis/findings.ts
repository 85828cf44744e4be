// What the self-test's looks bring back, raw: one entry per check, which its judgement reads.
import type { BackendAnswer } from '../ports/backend.ts';
import type { Rung } from '../ports/bell.ts';
import type { ToastOutcome } from '../ports/notifier.ts';

/** Something between the console and a part of it that was waited for. */
export type Timed<T> = T & { ms: number };

/** One attempt: null when it worked, otherwise the system's words. */
export type Attempt = Timed<{ error: string | null }>;

export type Findings = {
  version: { version: string; runtime: string; platform: string };
  /** `silent`: it runs and does not answer. */
  console:
    | {
        kind: 'answers';
        status: string;
        since: string;
        broken: readonly { part: string; cause: string | null }[];
      }
    | { kind: 'nobody' }
    | { kind: 'silent' };
  policy: {
    kind: 'none' | 'refused' | 'valid';
    source: string | null;
    why: string | null;
    unknown: readonly string[];
    /** null: nobody's file, such as fleet management's. */
    owner: { user: string; administrator: boolean } | null;
  };
  disk: {
    folder: string;
    freeBytes: number;
    /** Why nothing can be written there, in the system's words. */
    unwritable: string | null;
    /** How long single lines took until they were safe. */
    writesMs: readonly number[];
  };
  keyring: { durable: boolean; backend: string | null };
  autostart: { on: boolean; wanted: boolean | null };
  watcher: { kind: 'watched' | 'not-watched' | 'not-started-by-it' | 'from-source' | 'the-system' };
  tray: { there: boolean };
  notifications: { outcome: ToastOutcome; server: string | null; ms: number };
  sound: { rung: Rung; aloud: boolean };
  'order-system': { url: string | null; enrolled: boolean; why: string | null };
  proxy: { source: 'policy' | 'environment' | 'system'; ways: readonly string[]; unknown: readonly string[] };
  dns: Timed<{ host: string; addresses: readonly string[]; error: string | null }>;
  tcp: Attempt & { host: string; port: number; proxy: boolean };
  tls: Attempt & {
    host: string;
    /** Of the certificate that was shown; null: none was. */
    certificate: { issuer: string; validTo: number; now: number } | null;
    pinned: boolean;
    /** It is not the order system that failed, but this network which wants somebody to log in. */
    loginPage: boolean;
  };
  http: Timed<{ answer: BackendAnswer; path: string }>;
  /** `off` is how far this computer's clock is ahead; null: the order system does not tell the time. */
  clock: { offMs: number | null; timeZone: string };
  protocol: { ours: string; header: string | null; speaks: boolean };
  'sign-in': Timed<{ answer: BackendAnswer }>;
  'pusher-connect': Attempt & { address: string };
  'pusher-subscribe': Attempt & { channel: string; authorized: boolean };
  'test-event':
    | { kind: 'refused'; answer: BackendAnswer }
    | { kind: 'sent'; heardMs: number | null; appliedMs: number | null; waitedMs: number; console: boolean };
};

export type CheckId = keyof Findings;

/** What could not be looked at, and why. */
export type NotLooked = { notLooked: string; todo?: string };
export type Looks = { readonly [Id in CheckId]: () => Promise<Findings[Id] | NotLooked> };

// Gathers what the self-test looks at, made of the console's own ports: the same whether the console runs or the self-test
// has been started alone.
import { randomUUID } from 'node:crypto';
import { strikeOf } from '../../core/alerts/strike.ts';
import type { Setup } from '../../core/counterbell.ts';
import type { Findings, Looks, NotLooked } from '../../core/diagnosis/findings.ts';
import { systemInPolicy, type OrderSystem } from '../../core/diagnosis/order-system.ts';
import { readProtocol, writeProtocol, ourProtocol } from '../../contract/protocol.ts';
import type { Settings } from '../../contract/settings.ts';
import type { BackendAnswer } from '../../core/ports/backend.ts';
import { isLoginPage, openPlace } from '../adapters/login-page.ts';
import { waysOf, type Way } from '../adapters/proxy-agent.ts';
import type { SessionBus } from '../dbus/session-bus.ts';
import type { ConsolePorts } from '../ports.ts';
import { lookAtDisk, lookAtNotifications, lookAtPolicy, lookAtWatcher } from './look-at-computer.ts';
import { connectTo, hostOf, lookUp, trust } from './network-steps.ts';
import { visitPusher } from './pusher-visit.ts';

export type LookingParts = {
  ports: Pick<ConsolePorts, 'backend' | 'network' | 'secrets' | 'keyring' | 'autostart' | 'bell'>;
  bus: SessionBus;
  policy: Setup['policy'];
  platform: NodeJS.Platform;
  /** Where sessions and settings lie. */
  folder: string;
  version: { version: string; electron: string | undefined };
  program: { packaged: boolean; path: string; watched: boolean };
  isTrayThere: () => Promise<boolean>;
  supportsNotifications: () => boolean;
  /** null: not enrolled; `why` then says more. */
  orderSystem: OrderSystem | null;
  whyNone: string | null;
  console: Findings['console'];
  /** How far the console has read the restaurant's log; null: none runs here. */
  readUpTo: (() => number | null) | null;
  /** `startAtLogin`: null: nobody knows without a console. */
  settings: Pick<Settings, 'bell' | 'bellOutput' | 'bellSounds'> & { startAtLogin: boolean | null };
  /** A sound of the test's would cut off that of an order. */
  isRinging: () => boolean;
  /** The sound is played so that it is heard. */
  aloud: boolean;
};

const eventWithinMs = 8000;
const pollMs = 50;

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

export type Looking = { looks: Looks; end(): void };

export function createLooks(parts: LookingParts): Looking {
  const { ports, platform, policy, orderSystem } = parts;
  // Before it has enrolled, what IT has named is where it would.
  const system = orderSystem ?? systemInPolicy(ports.backend, { policy });
  const fingerprint = system?.fingerprint ?? null;
  const text = system?.url ?? null;
  const url = text === null ? null : new URL(text);
  const visit =
    orderSystem === null
      ? null
      : visitPusher(orderSystem.pusher.address, (address) =>
          ports.network.socketOptions(address, orderSystem.pusher.fingerprint),
        );

  const ways = once(async (): Promise<readonly Way[]> =>
    // What is pinned is reached directly.
    url === null || fingerprint !== null
      ? waysOf('DIRECT')
      : waysOf(await ports.network.resolveProxy(url.href)),
  );
  const first = async (): Promise<Way> =>
    (await ways()).find(({ kind }) => kind !== 'other') ?? { kind: 'DIRECT', host: '', port: 0 };
  const alive = once(async () => {
    const askedAt = Date.now();
    const began = performance.now();
    const answer = (await system?.alive?.ask()) ?? null;
    return { answer, ms: performance.now() - began, askedAt, answeredAt: Date.now() };
  });
  const nowhere: NotLooked = { notLooked: 'No order system is named.' };
  const notEnrolled: NotLooked = { notLooked: 'This device is not enrolled.' };

  const looks: Looks = {
    version: async () => ({
      version: parts.version.version,
      runtime: parts.version.electron ?? 'unknown',
      platform: `${platform}-${process.arch}`,
    }),
    console: async () => parts.console,
    policy: () => lookAtPolicy(policy, platform),
    'order-system': async () => ({ url: text, enrolled: orderSystem !== null, why: parts.whyNone }),
    proxy: async () =>
      url === null ? nowhere : { source: ports.network.proxySource, ...named(await ways()) },
    dns: async () => {
      if ((await first()).kind !== 'DIRECT') return { notLooked: 'The proxy looks names up.' };
      return url === null ? nowhere : lookUp(hostOf(url));
    },
    tcp: async () => (url === null ? nowhere : connectTo(url, await first(), ports.network.reach)),
    tls: async () => {
      if (url === null) return nowhere;
      if (url.protocol !== 'https:') return { notLooked: `${url.protocol}// is not encrypted.` };
      const { reach, trusted: ca, lookAt } = ports.network;
      const found = await trust(url, await first(), reach, { fingerprint, ca });
      const shown = found.error === null ? null : await lookAt(openPlace(url));
      return { ...found, loginPage: shown !== null && isLoginPage(openPlace(url), shown) };
    },
    http: async () => {
      if (system === null) return nowhere;
      const { answer, ms } = await alive();
      if (system.alive === null || answer === null)
        return { notLooked: 'This order system has nothing that anybody may ask; see the sign-in.' };
      return { answer, ms, path: system.alive.path };
    },
    protocol: async () => {
      if (system === null) return nowhere;
      const { answer } = await alive();
      const header = answer?.kind === 'answer' ? (answer.protocol ?? null) : null;
      return {
        ours: writeProtocol(ourProtocol),
        header: header === null || readProtocol(header) !== null ? header : header.slice(0, 100),
        speaks: answer !== null,
      };
    },
    clock: async () => {
      if (system === null) return nowhere;
      const { answer, askedAt, answeredAt } = await alive();
      const told = timeIn(answer);
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      return { offMs: told === null ? null : (askedAt + answeredAt) / 2 - told, timeZone };
    },
    'sign-in': async () => {
      if (orderSystem === null) return notEnrolled;
      const began = performance.now();
      return { answer: await orderSystem.signIn(), ms: performance.now() - began };
    },
    'pusher-connect': async () => {
      if (visit === null) return notEnrolled;
      const began = performance.now();
      return { error: await visit.connected(), address: visit.address, ms: performance.now() - began };
    },
    'pusher-subscribe': async () => {
      if (visit === null || orderSystem === null) return notEnrolled;
      const began = performance.now();
      const { channel } = orderSystem;
      const came = await visit.subscribe(channel, (socketId) => orderSystem.authorize(socketId));
      return { ...came, channel, ms: performance.now() - began };
    },
    'test-event': () => sendTestEvent(),
    notifications: () => lookAtNotifications(parts.bus, platform, parts.supportsNotifications),
    sound: async () => {
      if (parts.isRinging()) return { notLooked: 'It rings for an order right now, which is not disturbed.' };
      const { aloud, settings } = parts;
      const rung = await (aloud
        ? ports.bell.ring({ ...strikeOf({ sound: 'check', atLeast: 0.3 }, settings), trial: true })
        : ports.bell.look(settings.bellOutput));
      return { rung, aloud };
    },
    tray: async () => ({ there: await parts.isTrayThere() }),
    disk: () => lookAtDisk(parts.folder),
    autostart: async () => ({
      on: await ports.autostart.get(),
      wanted: parts.settings.startAtLogin,
    }),
    watcher: async () =>
      parts.console.kind === 'nobody' && parts.program.packaged
        ? { notLooked: 'Only a running console knows whether it is watched.' }
        : lookAtWatcher({ platform, ...parts.program, program: parts.program.path }),
    keyring: async () => ({ durable: await ports.secrets.durable(), backend: ports.keyring() }),
  };

  async function sendTestEvent(): Promise<Findings['test-event'] | NotLooked> {
    const send = orderSystem?.testEvent ?? null;
    if (send === null || visit === null) return { notLooked: 'This order system sends none.' };
    const test = randomUUID();
    const began = performance.now();
    const since = () => performance.now() - began;
    const hearing = visit
      .heard((data) => isTest(data, test), eventWithinMs)
      .then((it) => (it ? since() : null));
    const answer = await send(test);
    if (answer.kind === 'answer' && answer.status === 404)
      return { notLooked: 'The order system is older than test events.', todo: 'Have it updated.' };
    if (answer.kind === 'answer' && answer.status === 429)
      return { notLooked: 'One was sent a moment ago, and few are taken at a time.' };
    const seq = placeIn(answer);
    if (seq === null) return { kind: 'refused', answer };
    const applied = parts.readUpTo === null ? null : readBy(parts.readUpTo, seq, since);
    return {
      kind: 'sent',
      heardMs: await hearing,
      appliedMs: await applied,
      waitedMs: eventWithinMs,
      console: applied !== null,
    };
  }

  return { looks, end: () => visit?.close() };
}

async function readBy(upTo: () => number | null, seq: number, since: () => number): Promise<number | null> {
  while ((upTo() ?? -1) < seq) {
    if (since() > eventWithinMs) return null;
    await new Promise((resolve) => void setTimeout(resolve, pollMs));
  }
  return since();
}

function named(ways: readonly Way[]): Pick<Findings['proxy'], 'ways' | 'unknown'> {
  return {
    ways: ways.flatMap((way) =>
      way.kind === 'other' ? [] : [way.kind === 'DIRECT' ? 'DIRECT' : `${way.kind} ${way.host}:${way.port}`],
    ),
    unknown: ways.flatMap((way) => (way.kind === 'other' ? [way.named] : [])),
  };
}

function fieldOf(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, name)
    ? (data as Record<string, unknown>)[name]
    : undefined;
}

const isTest = (data: unknown, test: string): boolean => fieldOf(data, 'test') === test;

function placeIn(answer: BackendAnswer): number | null {
  const seq = answer.kind === 'answer' && answer.status < 300 ? fieldOf(answer.body, 'seq') : undefined;
  return typeof seq === 'number' ? seq : null;
}

function timeIn(answer: BackendAnswer | null): number | null {
  const now = answer?.kind === 'answer' ? fieldOf(answer.body, 'now') : undefined;
  const at = typeof now === 'string' ? Date.parse(now) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

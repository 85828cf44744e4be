// The desktop's session bus for the rest of the console: made when first needed, made again when lost, and never
// believing anybody but the one who owns the name that is spoken in.
import type { Log } from '../../core/ports/log.ts';
import { busSocket } from './address.ts';
import { bus, BusError, openConnection, type Connection } from './connection.ts';
import type { Header, Message } from './message.ts';
import { askTheBus, createOwners, type OwnerListener } from './owners.ts';

export type BusCall = {
  /** A well-known name; whoever owns it is asked. */
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
};
export type BusSignal = { member: string; body: unknown[] };

export type SessionBus = {
  /** Rejects with the service's own error, when there is no bus, or when nothing came within the time. */
  call(call: BusCall, withinMs?: number): Promise<unknown[]>;
  /** What the owner of this name says on this interface, over every reconnection. */
  onSignal(from: { name: string; interface: string }, listener: (signal: BusSignal) => void): void;
  /** null: nobody. */
  ownerOf(name: string): Promise<string | null>;
  /** Somebody else owns it from now on, or, as the bus is gone, nobody that is known of. */
  onOwner(name: string, listener: OwnerListener): void;
  close(): void;
};

export type SessionBusOptions = { log?: Pick<Log, 'warn'>; answerWithinMs?: number };

/** As long as the reference library waits. */
const usualMs = 25_000;
const firstAgainMs = 1000;
const lastAgainMs = 30_000;
/** One that breaks sooner than this has not been a connection at all. */
const steadyMs = 30_000;

type Subscription = { name: string; interface: string; listener: (signal: BusSignal) => void };

export function createSessionBus(
  env: NodeJS.ProcessEnv,
  uid: number,
  { log, answerWithinMs = usualMs }: SessionBusOptions = {},
): SessionBus {
  const owners = createOwners(answerWithinMs);
  const subscriptions: Subscription[] = [];
  let current: Promise<Connection> | undefined;
  let failures = 0;
  let again: NodeJS.Timeout | undefined;
  let passedOver = 0;
  let closed = false;

  const meant = ({ sender, interface: on }: Pick<Header, 'sender' | 'interface'>) =>
    subscriptions.filter(
      (one) => one.interface === on && sender !== undefined && owners.of(one.name) === sender,
    );

  function onSignal(signal: Message): void {
    // Told at once, so that the very next signal is judged by it.
    if (owners.isNews(signal)) return owners.take(signal);
    const told = { member: signal.member ?? '', body: signal.body };
    // A signal may come in one packet with the answer it builds on: whoever waits for the answer goes first.
    for (const { listener } of meant(signal)) setImmediate(listener, told);
  }

  /** By powers of ten: a flood must not fill the log. */
  function onPassedOver(why: string): void {
    passedOver += 1;
    if (Number.isInteger(Math.log10(passedOver))) log?.warn('dbus.passed-over', { why, times: passedOver });
  }

  async function prepare(connection: Connection): Promise<void> {
    for (const name of owners.names()) await owners.learn(connection, name);
    for (const subscription of subscriptions) await listen(connection, subscription);
  }

  const listen = (connection: Connection, { name, interface: on }: Subscription) =>
    askTheBus(connection, 'AddMatch', `type='signal',sender='${name}',interface='${on}'`, answerWithinMs);

  async function connectNow(onEnd: (why: Error) => void): Promise<Connection> {
    const socketPath = busSocket(env);
    if (socketPath === null)
      throw new BusError('this session has no D-Bus (DBUS_SESSION_BUS_ADDRESS is not set)');
    const wants = (signal: Header) => owners.isNews(signal) || meant(signal).length > 0;
    const connection = await openConnection({ socketPath, uid, wants, onSignal, onPassedOver, onEnd });
    await prepare(connection).catch((error: unknown) => {
      connection.end();
      throw error;
    });
    return connection;
  }

  function connected(): Promise<Connection> {
    if (current !== undefined) return current;
    clearTimeout(again);
    let began = Infinity;
    const lost = () => {
      if (current !== attempt) return;
      current = undefined;
      if (performance.now() - began > steadyMs) failures = 0;
      owners.forget();
      connectLater();
    };
    const attempt: Promise<Connection> = connectNow(lost);
    current = attempt;
    attempt.then(() => (began = performance.now()), lost);
    return attempt;
  }

  /** Signals are missed as long as there is no connection, so one is made without being asked for. */
  function connectLater(): void {
    if (closed || owners.names().length === 0) return;
    clearTimeout(again);
    again = setTimeout(
      () => void connected().catch(() => undefined),
      Math.min(lastAgainMs, firstAgainMs * 2 ** Math.min(failures, 10)),
    ).unref();
    failures += 1;
  }

  /** On the connection there is, if there is one; the next one does it by itself. */
  function now(work: (connection: Connection) => Promise<unknown>): void {
    current?.then(work).catch(() => undefined);
  }

  async function watched(name: string): Promise<Connection> {
    const isNew = !owners.isWatched(name);
    if (isNew) owners.watch(name);
    const connection = await connected();
    if (owners.of(name) === undefined) await owners.learn(connection, name);
    return connection;
  }

  return {
    async call(call, withinMs = answerWithinMs) {
      const name = call.destination;
      const connection = name === bus ? await connected() : await watched(name);
      // Whoever was asked may have lost the name by the time of the answer; a service that is only started by the
      // question owns it then.
      const asked = owners.of(name);
      const from = (sender: string | undefined) =>
        sender === bus || (sender !== undefined && (sender === asked || sender === owners.of(name)));
      return connection.ask({ body: [], ...call, from, withinMs });
    },
    onSignal({ name, interface: on }, listener) {
      const subscription = { name, interface: on, listener };
      subscriptions.push(subscription);
      owners.watch(name);
      now(async (connection) => {
        if (owners.of(name) === undefined) await owners.learn(connection, name);
        await listen(connection, subscription);
      });
    },
    async ownerOf(name) {
      await watched(name);
      return owners.of(name) ?? null;
    },
    onOwner(name, listener) {
      owners.watch(name, listener);
      now((connection) => owners.learn(connection, name));
    },
    close() {
      closed = true;
      clearTimeout(again);
      now(async (connection) => connection.end());
      current = undefined;
    },
  };
}

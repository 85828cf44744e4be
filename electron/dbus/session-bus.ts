// A connection to the desktop's session bus that never blocks: made when first needed, and made again when lost.
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { decodeMessage, encodeMessage, messageTypes, type Message } from './wire.ts';

export type BusCall = {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
};
export type BusSignal = { path: string; interface: string; member: string; body: unknown[] };

export type SessionBus = {
  /** Rejects with the service's own error, or when there is no bus. Has no time limit of its own. */
  call(call: BusCall): Promise<unknown[]>;
  /** Hears signals that match a rule of the bus, over every reconnection. */
  onSignal(rule: string, listener: (signal: BusSignal) => void): void;
  close(): void;
};

export class BusError extends Error {
  override name = 'BusError';
}

/** The socket of the first address that is one; null when this session has no bus. */
export function busSocket(
  env: NodeJS.ProcessEnv,
  exists: (file: string) => boolean = existsSync,
): string | null {
  const addresses = env.DBUS_SESSION_BUS_ADDRESS;
  if (addresses === undefined || addresses === '') {
    const usual = env.XDG_RUNTIME_DIR === undefined ? null : path.join(env.XDG_RUNTIME_DIR, 'bus');
    return usual !== null && exists(usual) ? usual : null;
  }
  for (const address of addresses.split(';')) {
    const [transport, options = ''] = address.split(/:(.*)/s);
    if (transport !== 'unix') continue;
    for (const option of options.split(',')) {
      const [key, value = ''] = option.split(/=(.*)/s);
      if (key === 'path') return decodeURIComponent(value);
      if (key === 'abstract') return `\0${decodeURIComponent(value)}`;
    }
  }
  return null;
}

type Waiting = { resolve: (body: unknown[]) => void; reject: (error: Error) => void };
type Connection = { send(message: Omit<Message, 'serial'>): Promise<unknown[]>; end(): void };

const theBus = {
  type: messageTypes.call,
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

function shakeHands(socket: Socket, uid: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0);
    const onBytes = (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes]);
      const end = heard.indexOf('\r\n');
      if (end < 0) return;
      socket.off('data', onBytes);
      const line = heard.toString('utf8', 0, end);
      if (!line.startsWith('OK ')) return reject(new BusError(`the session bus refused this user: ${line}`));
      socket.write('BEGIN\r\n');
      resolve(heard.subarray(end + 2));
    };
    socket.on('data', onBytes);
    socket.once('error', reject);
    socket.once('close', () => reject(new BusError('the session bus closed the connection')));
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(uid)).toString('hex')}\r\n`);
  });
}

async function open(
  socketPath: string,
  uid: number,
  onMessage: (signal: Message) => void,
  onEnd: () => void,
): Promise<Connection> {
  const socket = connect(socketPath);
  const waiting = new Map<number, Waiting>();
  let serial = 0;
  const lose = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    onEnd();
  };
  socket.on('error', lose);
  socket.on('close', () => lose(new BusError('the session bus closed the connection')));

  function take(message: Message): void {
    // A signal may come in one packet with the answer it builds on: whoever waits for the answer goes first.
    if (message.type === messageTypes.signal) return void setImmediate(onMessage, message);
    const asked = waiting.get(message.replyTo ?? 0);
    if (asked === undefined) return;
    waiting.delete(message.replyTo ?? 0);
    if (message.type === messageTypes.answer) return asked.resolve(message.body);
    const words = typeof message.body[0] === 'string' ? message.body[0] : 'no reason given';
    asked.reject(new BusError(`${message.errorName}: ${words}`));
  }

  let rest = await shakeHands(socket, uid);
  const drain = () => {
    for (let next = decodeMessage(rest); next !== null; next = decodeMessage(rest)) {
      rest = rest.subarray(next.length);
      take(next.message);
    }
  };
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    drain();
  });
  drain();

  const connection: Connection = {
    send: (message) =>
      new Promise((resolve, reject) => {
        serial += 1;
        waiting.set(serial, { resolve, reject });
        socket.write(encodeMessage({ ...message, serial }));
      }),
    end: () => socket.destroy(),
  };
  await connection.send({ ...theBus, member: 'Hello', body: [] });
  // The bus keeps nobody's process alive.
  socket.unref();
  return connection;
}

export function createSessionBus(env: NodeJS.ProcessEnv, uid: number): SessionBus {
  const rules = new Map<string, ((signal: BusSignal) => void)[]>();
  let current: Promise<Connection> | undefined;

  function onMessage(message: Message): void {
    const signal: BusSignal = {
      path: message.path ?? '',
      interface: message.interface ?? '',
      member: message.member ?? '',
      body: message.body,
    };
    for (const listeners of rules.values()) for (const listener of listeners) listener(signal);
  }

  async function connectNow(forget: () => void): Promise<Connection> {
    const socketPath = busSocket(env);
    if (socketPath === null)
      throw new BusError('this session has no D-Bus (DBUS_SESSION_BUS_ADDRESS is not set)');
    const connection = await open(socketPath, uid, onMessage, forget);
    for (const rule of rules.keys()) await addMatch(connection, rule);
    return connection;
  }

  const addMatch = (connection: Connection, rule: string) =>
    connection.send({ ...theBus, member: 'AddMatch', signature: 's', body: [rule] });

  function connected(): Promise<Connection> {
    if (current === undefined) {
      const attempt = connectNow(() => {
        if (current === attempt) current = undefined;
      });
      current = attempt;
      attempt.catch(() => {
        if (current === attempt) current = undefined;
      });
    }
    return current;
  }

  return {
    async call(call) {
      const connection = await connected();
      return connection.send({ type: messageTypes.call, body: [], ...call });
    },
    onSignal(rule, listener) {
      const known = rules.get(rule);
      if (known !== undefined) return void known.push(listener);
      rules.set(rule, [listener]);
      current?.then((connection) => addMatch(connection, rule)).catch(() => undefined);
    },
    close() {
      current?.then((connection) => connection.end()).catch(() => undefined);
      current = undefined;
    },
  };
}

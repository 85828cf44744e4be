// Somebody else on the session bus, who says what they like to whom they like.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { busSocket } from '../../electron/dbus/address.ts';
import { encodeMessage, messageTypes, type Message } from '../../electron/dbus/message.ts';
import { createMessageStream } from '../../electron/dbus/message-stream.ts';
import { until } from '../support/poll.ts';

const theBus = {
  type: messageTypes.call,
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

export type Peer = {
  ask(member: string, signature?: string, body?: unknown[]): Promise<unknown[]>;
  /** The names on the bus of the program with this process id. */
  namesOf(pid: number): Promise<string[]>;
  say(bytes: Buffer): void;
  /** The bus has passed on all that was said. */
  settled(): Promise<unknown>;
  leave(): void;
};

export async function joinBus(busAddress: string): Promise<Peer> {
  const socket: Socket = connect(busSocket({ DBUS_SESSION_BUS_ADDRESS: busAddress }) ?? '');
  // A test may kill the bus.
  socket.on('error', () => undefined);
  const answers = new Map<number, Message>();
  let serial = 0;
  socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')}\r\n`);
  await once(socket, 'data');
  socket.write('BEGIN\r\n');
  const stream = createMessageStream({
    wants: () => true,
    take: (message) => void answers.set(message.replyTo ?? 0, message),
    passedOver: () => undefined,
  });
  socket.on('data', (bytes) => void stream.feed(bytes));

  async function ask(member: string, signature = '', body: unknown[] = []): Promise<unknown[]> {
    serial += 1;
    const mine = serial;
    socket.write(encodeMessage({ ...theBus, member, signature, body, serial: mine }));
    return (await until(`the bus to answer ${member}`, () => answers.get(mine))).body;
  }
  await ask('Hello');
  return {
    ask,
    async namesOf(pid) {
      const [names] = await ask('ListNames');
      const found: string[] = [];
      for (const name of names as string[]) {
        if (!name.startsWith(':')) continue;
        const [owner] = await ask('GetConnectionUnixProcessID', 's', [name]);
        if (owner === pid) found.push(name);
      }
      return found;
    },
    say: (bytes) => void socket.write(bytes),
    settled: () => ask('GetId'),
    leave: () => socket.destroy(),
  };
}

/** A body of one number whose type is given out as another. */
export function mistyped(message: Omit<Message, 'signature' | 'body'>, type: string): Buffer {
  const bytes = encodeMessage({ ...message, signature: 'u', body: [0] });
  bytes[bytes.lastIndexOf('\x01u\0', undefined, 'latin1') + 1] = type.charCodeAt(0);
  return bytes;
}

// One connection to the desktop's message bus: asks, and matches each answer with who was asked.
import { connect, type Socket } from 'node:net';
import { encodeMessage, messageTypes, type Header, type Message } from './message.ts';
import { createMessageStream } from './message-stream.ts';

export class BusError extends Error {
  override name = 'BusError';
}

export type Ask = Omit<Message, 'serial' | 'type'> & {
  /** Whether this one may answer: anybody on the bus can send something that looks like an answer. */
  from: (sender: string | undefined) => boolean;
  withinMs: number;
};

export type Connection = {
  ask(wanted: Ask): Promise<unknown[]>;
  end(): void;
};

export type ConnectionOptions = {
  socketPath: string;
  uid: number;
  /** Asked of each signal before it is read. */
  wants: (signal: Header) => boolean;
  onSignal: (signal: Message) => void;
  /** Something could not be read and was passed over. */
  onPassedOver: (why: string) => void;
  /** It is over, for this reason. Told once. */
  onEnd: (why: Error) => void;
};

export const bus = 'org.freedesktop.DBus';
const handshakeWithinMs = 10_000;
const longestLine = 4096;
/** A service that never answers must not be remembered for each of a year's orders. */
const mostWaiting = 500;
/** A bus that reads nothing any more is as good as none. */
const mostUnsent = 1024 * 1024;

type Waiting = {
  from: Ask['from'];
  resolve: (body: unknown[]) => void;
  reject: (error: Error) => void;
  tooLate: NodeJS.Timeout | undefined;
};

/** https://dbus.freedesktop.org/doc/dbus-specification.html#auth-protocol; resolves with what came behind it. */
function shakeHands(socket: Socket, uid: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0);
    const onBytes = (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes]);
      const end = heard.indexOf('\r\n');
      if (end < 0 && heard.length < longestLine) return;
      socket.off('data', onBytes);
      const line = heard.toString('utf8', 0, Math.min(end < 0 ? longestLine : end, 200));
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

export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { socketPath, uid, wants, onSignal, onPassedOver, onEnd } = options;
  const socket = connect(socketPath);
  const waiting = new Map<number, Waiting>();
  let serial = 0;
  let over: Error | null = null;

  function end(why: Error): void {
    if (over !== null) return;
    over = why;
    socket.destroy();
    for (const each of waiting.keys()) settle(each, ({ reject }) => reject(why));
    onEnd(why);
  }

  function settle(number: number, how: (asked: Waiting) => void): void {
    const asked = waiting.get(number);
    if (asked === undefined) return;
    waiting.delete(number);
    clearTimeout(asked.tooLate);
    how(asked);
  }

  const isAnswer = ({ type }: { type: number }) =>
    type === messageTypes.answer || type === messageTypes.error;
  const isAwaited = ({ replyTo = 0, sender }: Pick<Header, 'replyTo' | 'sender'>) =>
    waiting.get(replyTo)?.from(sender) === true;

  function take(message: Message): void {
    if (message.type === messageTypes.signal) return onSignal(message);
    settle(message.replyTo ?? 0, ({ resolve, reject }) => {
      if (message.type === messageTypes.answer) return resolve(message.body);
      const words = typeof message.body[0] === 'string' ? message.body[0] : 'no reason given';
      reject(new BusError(`${message.errorName}: ${words}`));
    });
  }

  const stream = createMessageStream({
    wants: (header) =>
      isAnswer(header) ? isAwaited(header) : header.type === messageTypes.signal && wants(header),
    take,
    passedOver(header, why) {
      onPassedOver(why);
      if (header !== null && isAnswer(header) && isAwaited(header))
        settle(header.replyTo ?? 0, ({ reject }) =>
          reject(new BusError(`the answer cannot be read: ${why}`)),
        );
    },
  });
  const feed = (bytes: Buffer) => {
    if (!stream.feed(bytes)) end(new BusError('the session bus sent what is no message'));
  };

  function ask({ from, withinMs, ...message }: Ask): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      if (over !== null) return reject(over);
      serial += 1;
      const mine = serial;
      const bytes = encodeMessage({ ...message, type: messageTypes.call, serial: mine });
      const tooLate = Number.isFinite(withinMs)
        ? setTimeout(() => {
            settle(mine, () => reject(new BusError(`no answer to ${message.member} within ${withinMs} ms`)));
          }, withinMs).unref()
        : undefined;
      waiting.set(mine, { from, resolve, reject, tooLate });
      const [oldest = mine] = waiting.keys();
      if (waiting.size > mostWaiting)
        settle(oldest, (asked) =>
          asked.reject(new BusError('never answered, and too many were asked since')),
        );
      socket.write(bytes);
      if (socket.writableLength > mostUnsent) end(new BusError('the session bus does not read any more'));
    });
  }

  const slow = setTimeout(
    () => end(new BusError(`the session bus did not let anybody in within ${handshakeWithinMs} ms`)),
    handshakeWithinMs,
  ).unref();
  socket.on('error', end);
  socket.on('close', () => end(new BusError('the session bus closed the connection')));
  try {
    const rest = await shakeHands(socket, uid);
    socket.on('data', feed);
    feed(rest);
    await ask({
      destination: bus,
      path: '/org/freedesktop/DBus',
      interface: bus,
      member: 'Hello',
      body: [],
      from: (sender) => sender === bus,
      withinMs: handshakeWithinMs,
    });
  } catch (error) {
    end(error instanceof Error ? error : new BusError(String(error)));
    throw error;
  } finally {
    clearTimeout(slow);
  }
  // The bus keeps nobody's process alive.
  socket.unref();
  return { ask, end: () => end(new BusError('the console is closing')) };
}

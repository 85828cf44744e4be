// A tunnel through a SOCKS5 proxy (RFC 1928), with a name and a password where they were given (RFC 1929).
import { once } from 'node:events';
import net, { type Socket } from 'node:net';

export type Socks5 = { host: string; port: number; login: { name: string; password: string } | null };

/** `password`: the proxy wants one, or another one. */
export class Socks5Refusal extends Error {
  readonly about: 'password' | 'target';
  constructor(about: 'password' | 'target', message: string) {
    super(message);
    this.about = about;
  }
}

const version = 5;
const [noLogin, withLogin] = [0, 2];
const addressBytes: Record<number, number> = { 1: 4, 4: 16 };

async function take(socket: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const read = socket.read(bytes) as Buffer | null;
    if (read !== null && read.length === bytes) return read;
    if (read !== null || socket.destroyed || socket.readableEnded) throw new Error('it hung up');
    await once(socket, 'readable');
  }
}

const counted = (text: string) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);

async function greet(socket: Socket, login: Socks5['login']): Promise<void> {
  socket.write(Buffer.from(login === null ? [version, 1, noLogin] : [version, 2, noLogin, withLogin]));
  const [spoken, method] = await take(socket, 2);
  if (spoken !== version) throw new Error('it does not speak SOCKS5');
  if (method === noLogin) return;
  if (method !== withLogin || login === null) throw new Socks5Refusal('password', 'a login is asked for');
  socket.write(Buffer.concat([Buffer.from([1]), counted(login.name), counted(login.password)]));
  const [, refused] = await take(socket, 2);
  if (refused !== 0) throw new Socks5Refusal('password', 'the login is refused');
}

/** Names are looked up by the proxy: a counter behind it may know no other way to find anything. */
async function ask(socket: Socket, host: string, port: number): Promise<void> {
  const address = net.isIPv4(host)
    ? Buffer.from([1, ...host.split('.').map(Number)])
    : Buffer.concat([Buffer.from([3]), counted(host)]);
  socket.write(Buffer.concat([Buffer.from([version, 1, 0]), address, Buffer.from([port >> 8, port & 255])]));
  const [, reply, , kind = 0] = await take(socket, 4);
  const length = addressBytes[kind] ?? (await take(socket, 1))[0] ?? 0;
  await take(socket, length + 2);
  if (reply !== 0) throw new Socks5Refusal('target', `it does not get there (${reply})`);
}

export async function socks5Tunnel(
  proxy: Socks5,
  host: string,
  port: number,
  patienceMs: number,
): Promise<Socket> {
  const socket = net.connect({ host: proxy.host, port: proxy.port });
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('no answer')));
  try {
    await once(socket, 'connect');
    await greet(socket, proxy.login);
    await ask(socket, host, port);
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
  socket.setTimeout(0);
  return socket;
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { makeCertificate } from '../../backend/http/certificate.ts';
import { proxyAgent, waysOf } from './proxy-agent.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

async function listen(server: Server | https.Server | net.Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function startEcho(): Promise<number> {
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', (socket) =>
    socket.on('message', (data) => socket.send(`heard ${String(data)}`)),
  );
  return listen(http);
}

const own = makeCertificate(['127.0.0.1', 'localhost'], Date.now());

async function startSecureEcho(): Promise<number> {
  const server = https.createServer(own);
  new WebSocketServer({ server }).on('connection', (socket) =>
    socket.on('message', (data) => socket.send(`heard ${String(data)}`)),
  );
  return listen(server);
}

async function startProxy(status = 200) {
  const asked: string[] = [];
  const proxy = createServer((_req, res) => res.writeHead(405).end());
  proxy.on('connect', (request, client: Socket, head: Buffer) => {
    asked.push(request.url ?? '');
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host = '', port] = (request.url ?? '').split(':');
    const server = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      server.write(head);
      server.pipe(client).pipe(server);
    });
    server.on('error', () => client.destroy());
    client.on('error', () => server.destroy());
    return undefined;
  });
  return { asked, port: await listen(proxy) };
}

/** What a socket to this port hears, or the error it ends with. */
function say(port: number, proxies: string, trust?: string[]): Promise<string> {
  return new Promise((resolve) => {
    const secure = trust !== undefined;
    const agent = proxyAgent(secure, async () => proxies, { ca: trust });
    const socket = new WebSocket(`${secure ? 'wss' : 'ws'}://localhost:${port}/`, { agent });
    socket.on('open', () => socket.send('hello'));
    socket.on('message', (data) => {
      resolve(String(data));
      socket.terminate();
    });
    socket.on('error', (error) => resolve(error.message));
  });
}

test('through the proxy the system names', async () => {
  const [port, proxy] = [await startEcho(), await startProxy()];
  expect(await say(port, `PROXY 127.0.0.1:${proxy.port}`)).toBe('heard hello');
  expect(proxy.asked).toEqual([`localhost:${port}`]);
});

test('over TLS the server behind the proxy must show a certificate this machine trusts', async () => {
  const [port, proxy] = [await startSecureEcho(), await startProxy()];
  expect(await say(port, `PROXY 127.0.0.1:${proxy.port}`, [own.cert])).toBe('heard hello');
  expect(await say(port, `PROXY 127.0.0.1:${proxy.port}`, [])).toMatch(/certificate/);
  expect(await say(port, 'DIRECT', [own.cert])).toBe('heard hello');
});

test('without one, directly', async () => {
  expect(await say(await startEcho(), 'DIRECT')).toBe('heard hello');
});

test('a proxy that is gone is passed by where another way is named', async () => {
  const port = await startEcho();
  const gone = await listen(net.createServer((socket) => socket.destroy()));
  expect(await say(port, `PROXY 127.0.0.1:${gone}; DIRECT`)).toBe('heard hello');
  expect(await say(port, `HTTPS 127.0.0.1:${gone}; DIRECT`)).toBe('heard hello');
  expect(await say(port, `SOCKS5 127.0.0.1:${gone}; DIRECT`)).toBe('heard hello');
});

test.each([
  [407, 'asks for a name and a password'],
  [403, 'answered 403'],
])('a proxy that answers %i is named in the reason', async (status, reason) => {
  const [port, proxy] = [await startEcho(), await startProxy(status)];
  expect(await say(port, `PROXY 127.0.0.1:${proxy.port}`)).toContain(reason);
});

test.each([
  ['PROXY', 'ssh', 'does not answer as an HTTP proxy does'],
  ['SOCKS5', 'ssh', 'does not speak SOCKS5'],
  [
    'SOCKS5',
    '\u0005\u0000\u0005\u0004\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000',
    'does not get there',
  ],
  ['PROXY', '', 'cannot be used'],
  ['SOCKS5', '', 'it hung up'],
])('%s: a proxy that says %j is named with the reason', async (kind, words, reason) => {
  const odd = await listen(
    net.createServer((client) => {
      client.on('error', () => undefined);
      client.once('data', () => client.end(words === 'ssh' ? 'SSH-2.0-x\r\n\r\n' : words));
    }),
  );
  const told = await say(1, `${kind} 127.0.0.1:${odd}`);
  expect(told).toContain(`The proxy 127.0.0.1:${odd} `);
  expect(told).toContain(reason);
});

test.each(['PROXY', 'HTTPS', 'SOCKS5'])('%s: a proxy that says nothing is given up', async (kind) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  cleanUp.push(() => vi.useRealTimers());
  const server = net.createServer();
  const connected = once(server, 'connection');
  const silent = await listen(server);
  const told = say(1, `${kind} 127.0.0.1:${silent}`);
  await connected;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await told).toBe(`The proxy 127.0.0.1:${silent} cannot be used: no answer.`);
});

test('a proxy whose answer has no end is given up, before everything else has to wait for it', async () => {
  const endless = net.createServer((socket) => {
    const more = () => void (socket.writable && socket.write(Buffer.alloc(100_000, 'a'), more));
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 200 OK\r\nx: ', more);
  });
  const proxy = await listen(endless);
  expect(await say(1, `PROXY 127.0.0.1:${proxy}`)).toContain('its answer has no end');
});

test('what a proxy says with its refusal may be long', async () => {
  const wordy = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(`HTTP/1.1 403 No\r\n\r\n${'a'.repeat(1_000_000)}`);
  });
  const proxy = await listen(wordy);
  expect(await say(1, `PROXY 127.0.0.1:${proxy}`)).toContain('answered 403');
});

test('a kind of proxy that is not spoken to is told, and so is no way at all', async () => {
  expect(await say(1, 'SOCKS 127.0.0.1:1')).toContain('SOCKS 127.0.0.1:1');
  expect(await say(1, '')).toContain('no way');
});

test('what a proxy script answers is read', () => {
  expect(waysOf('PROXY a.example:8080; HTTPS [::1]:3; SOCKS5 b:1;DIRECT;')).toEqual([
    { kind: 'PROXY', host: 'a.example', port: 8080 },
    { kind: 'HTTPS', host: '::1', port: 3 },
    { kind: 'SOCKS5', host: 'b', port: 1 },
    { kind: 'DIRECT', host: '', port: 0 },
  ]);
});

test.each(['DIRECT', 'PROXY', 'HTTPS'])(
  'whatever the environment says of TLS, a certificate nobody vouches for is refused: %s',
  async (kind) => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    cleanUp.push(() => {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    });
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const port = await startSecureEcho();
    const proxy = await startProxy();
    const ways = {
      DIRECT: 'DIRECT',
      PROXY: `PROXY 127.0.0.1:${proxy.port}`,
      HTTPS: `HTTPS 127.0.0.1:${port}`,
    };
    const agent = proxyAgent(true, async () => ways[kind as keyof typeof ways]);
    const socket = new WebSocket(`wss://127.0.0.1:${port}/`, { agent });
    const told = await new Promise<string>((resolve) => {
      socket.on('error', (error) => resolve(error.message));
      socket.on('open', () => resolve('open'));
    });
    expect(told).toMatch(/self-signed certificate|unable to verify/);
  },
);

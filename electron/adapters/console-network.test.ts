// HTTP and WebSocket through a proxy that asks for a name and a password.
import { createServer, type Server } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import type { Log } from '../../core/ports/log.ts';
import { createBackendHttp } from './backend-http.ts';
import { createConsoleNetwork, type SystemNetwork } from './console-network.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

async function listen(server: Server | net.Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A backend, and a proxy in front of it that lets through whoever knows the password, wherever they want to go. */
async function startBoth() {
  const backend = createServer((_req, res) => res.end('{"here":true}'));
  new WebSocketServer({ server: backend }).on('connection', (socket) => socket.send('welcome'));
  const port = await listen(backend);
  const asked: string[] = [];
  const wanted = `Basic ${Buffer.from('till:secret').toString('base64')}`;
  const words = { 'proxy-authenticate': 'Basic realm="office"' };
  const proxy = createServer((_req, res) => res.writeHead(407, words).end());
  proxy.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '');
    client.on('error', () => undefined);
    if (request.headers['proxy-authorization'] !== wanted)
      return client.end('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="office"\r\n\r\n');
    const upstream = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    return undefined;
  });
  return { asked, port: await listen(proxy) };
}

const notSystem: SystemNetwork = {
  fetch: () => Promise.reject(new Error('the system was asked')),
  resolveProxy: () => Promise.reject(new Error('the system was asked')),
  closeAllConnections: async () => undefined,
};

function consoleBehind(proxy: { url: string } | undefined, system = notSystem) {
  const logged: unknown[] = [];
  const note = (event: string, fields?: unknown) => void logged.push([event, fields]);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const network = createConsoleNetwork({ system, proxy, env: {}, trusted: undefined, log });
  cleanUp.push(() => network.dropPools());
  const backend = createBackendHttp({ ...network, userAgent: 'test' });
  return {
    logged,
    network,
    http: (url = 'http://orders.example') =>
      backend.exchange(
        { url, fingerprint: null },
        { method: 'GET', path: '/', token: null, timeoutMs: 5000 },
      ),
    webSocket: () =>
      new Promise<string>((resolve) => {
        const url = new URL('ws://orders.example/app/key');
        const socket = new WebSocket(url, network.socketOptions(url, null));
        socket.on('message', (data) => {
          resolve(String(data));
          socket.terminate();
        });
        socket.on('error', (error) => resolve(error.message));
      }),
  };
}

test('with the right password both get through, requests on a connection that is kept until it is dropped', async () => {
  const { port, asked } = await startBoth();
  const { http, webSocket, network, logged } = consoleBehind({ url: `http://till:secret@127.0.0.1:${port}` });
  expect(await http()).toMatchObject({ kind: 'answer', status: 200, body: { here: true } });
  expect(await http()).toMatchObject({ kind: 'answer', status: 200 });
  expect(asked).toEqual(['orders.example:80']);
  await network.dropPools();
  expect(await http()).toMatchObject({ kind: 'answer', status: 200 });
  expect(asked).toHaveLength(2);
  expect(await webSocket()).toBe('welcome');
  expect(logged).toEqual([['proxy.named', { source: 'policy', proxies: `PROXY 127.0.0.1:${port}` }]]);
});

test.each([
  ['', 'asks for a name and a password'],
  ['till:wrong@', 'does not take the name and password'],
])('with "%s" both say what is the matter and what to do, and nothing was sent', async (given, words) => {
  const { port } = await startBoth();
  const { http, webSocket } = consoleBehind({ url: `http://${given}127.0.0.1:${port}` });
  const answer = await http();
  expect(answer).toMatchObject({ kind: 'failure', why: 'proxy', sent: false });
  for (const told of [answer.kind === 'failure' ? answer.message : '', await webSocket()]) {
    expect(told).toContain(`The proxy 127.0.0.1:${port} ${words}`);
    expect(told).toContain('HTTPS_PROXY');
    expect(told).not.toContain('wrong');
    expect(told.length).toBeLessThan(300);
  }
});

test('a proxy of the system that asks for a password is told as such, although the system only says that it failed', async () => {
  const { port } = await startBoth();
  const { http, webSocket } = consoleBehind(undefined, {
    ...notSystem,
    fetch: (url) =>
      url.startsWith('https:')
        ? Promise.reject(new Error('net::ERR_TUNNEL_CONNECTION_FAILED'))
        : Promise.resolve(new Response('', { status: 407 })),
    resolveProxy: async () => `PROXY 127.0.0.1:${port}; DIRECT`,
  });
  const message = expect.stringContaining(`The proxy 127.0.0.1:${port} asks for a name and a password.`);
  const told = { kind: 'failure', why: 'proxy', sent: false, message };
  expect(await http('https://orders.example')).toMatchObject(told);
  expect(await http()).toMatchObject(told);
  expect(await webSocket()).toContain('asks for a name and a password');
});

/** Lets through whoever knows the password, and tells what it was asked for. */
async function startSocks(upstreamPort: number) {
  const asked: string[] = [];
  const server = net.createServer((client) => {
    client.on('error', () => undefined);
    const steps = [
      (words: Buffer) => client.write(Buffer.from([5, words.includes(2, 2) ? 2 : 255])),
      (words: Buffer) => {
        const right = words.equals(Buffer.from('\u0001\u0004till\u0006secret'));
        client.write(Buffer.from([1, right ? 0 : 1]));
      },
      (words: Buffer) => {
        asked.push(`${words.subarray(5, -2).toString()}:${words.readUInt16BE(words.length - 2)}`);
        client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        const upstream = net.connect(upstreamPort, '127.0.0.1');
        upstream.on('error', () => client.destroy());
        client.on('close', () => upstream.destroy());
        upstream.pipe(client).pipe(upstream);
      },
    ];
    client.on('data', (words) => steps.shift()?.(words));
  });
  return { asked, port: await listen(server) };
}

test('SOCKS5: the right login gets both through, names are looked up by the proxy; a wrong one is told', async () => {
  const backend = createServer((_req, res) => res.end('{"here":true}'));
  new WebSocketServer({ server: backend }).on('connection', (socket) => socket.send('welcome'));
  const { port, asked } = await startSocks(await listen(backend));
  const right = consoleBehind({ url: `socks5://till:secret@127.0.0.1:${port}` });
  expect(await right.http()).toMatchObject({ kind: 'answer', status: 200, body: { here: true } });
  expect(await right.webSocket()).toBe('welcome');
  expect(asked).toEqual(['orders.example:80', 'orders.example:80']);
  for (const [login, words] of [
    ['till:wrong@', 'does not take the name and password'],
    ['', 'asks for a name and a password'],
  ] as const) {
    const answer = await consoleBehind({ url: `socks5://${login}127.0.0.1:${port}` }).http();
    expect(answer).toMatchObject({ kind: 'failure', why: 'proxy', message: expect.stringContaining(words) });
  }
});

test('a proxy of the system that lets it through is not to blame', async () => {
  const { http } = consoleBehind(undefined, {
    ...notSystem,
    fetch: () => Promise.reject(new Error('net::ERR_TUNNEL_CONNECTION_FAILED')),
    resolveProxy: async () => 'DIRECT',
  });
  expect(await http('https://orders.example')).toMatchObject({
    kind: 'failure',
    why: 'proxy',
    message: 'net::ERR_TUNNEL_CONNECTION_FAILED',
  });
});

test('a proxy that the system names otherwise is told once; what is asked for the first time is no change', async () => {
  let way = 'DIRECT';
  const { network, http } = consoleBehind(undefined, {
    fetch: async () => Response.json({}),
    resolveProxy: async () => way,
    closeAllConnections: async () => undefined,
  });
  expect(await network.proxySwitched()).toBe(false);
  await http();
  expect([await network.proxySwitched(), await network.proxySwitched()]).toEqual([false, false]);
  way = 'PROXY proxy.example:3128';
  await http('http://elsewhere.example');
  expect([await network.proxySwitched(), await network.proxySwitched()]).toEqual([true, false]);
  way = 'DIRECT';
  expect([await network.proxySwitched(), await network.proxySwitched()]).toEqual([true, false]);
});

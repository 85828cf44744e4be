// Each step of the way to an address on real sockets: a name, a connection, a certificate that is trusted, pinned, or not.
import { once } from 'node:events';
import net, { type AddressInfo, type Server } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprintOf, makeCertificate } from '../../backend/http/certificate.ts';
import { reach, waysOf, type Way } from '../adapters/proxy-agent.ts';
import { connectTo, hostOf, lookUp, portOf, trust } from './network-steps.ts';

const own = makeCertificate(['localhost', '127.0.0.1'], Date.now());
const elsewhere = makeCertificate(['elsewhere.example'], Date.now());
const [direct] = waysOf('DIRECT') as [Way];
const go = (way: Way, host: string, port: number) => reach(way, host, port, {});
const servers: Server[] = [];

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
let secure = 0;
let misnamed = 0;
let plain = 0;
let closed = 0;
beforeAll(async () => {
  const quiet = (socket: net.Socket) => void socket.on('error', () => undefined);
  secure = await listening(tls.createServer(own, quiet).on('tlsClientError', () => undefined));
  misnamed = await listening(tls.createServer(elsewhere, quiet).on('tlsClientError', () => undefined));
  plain = await listening(
    net.createServer((socket) => {
      quiet(socket);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }),
  );
  const gone = net.createServer();
  closed = await listening(gone);
  gone.close();
  await once(gone, 'close');
});
afterAll(() => servers.forEach((server) => void server.close()));

const at = (port: number) => new URL(`https://127.0.0.1:${port}`);
const trustAt = (port: number, fingerprint: string | null, ca?: string[]) =>
  trust(at(port), direct, go, { fingerprint, ca });

test('a name has addresses, and one that nobody has says so', async () => {
  expect((await lookUp('localhost')).addresses).not.toEqual([]);
  const none = await lookUp('nobody.invalid');
  expect(none).toMatchObject({ host: 'nobody.invalid', addresses: [] });
  expect(none.error).not.toBeNull();
});

test('a port that listens takes a connection, and one that does not refuses it', async () => {
  expect(await connectTo(at(plain), direct, go)).toMatchObject({ error: null, port: plain, proxy: false });
  expect((await connectTo(at(closed), direct, go)).error).toContain('ECONNREFUSED');
});

test('a certificate is trusted by whom the system trusts, and says until when it is good', async () => {
  const found = await trustAt(secure, null, [own.cert]);
  expect(found).toMatchObject({ error: null, pinned: false });
  expect(found.certificate?.validTo).toBeGreaterThan(Date.now());
  expect((await trustAt(secure, null)).error).not.toBeNull();
  expect((await trustAt(misnamed, null, [elsewhere.cert])).error).not.toBeNull();
});

test('a pinned one is trusted whoever made it, and no other', async () => {
  expect(await trustAt(secure, fingerprintOf(own.cert))).toMatchObject({ error: null, pinned: true });
  expect((await trustAt(misnamed, fingerprintOf(own.cert))).error).toContain('not the one that was pinned');
});

test('what speaks no TLS, or is not there, is told with the reason', async () => {
  expect((await trustAt(plain, null)).error).not.toBeNull();
  expect((await trustAt(closed, null)).error).toContain('ECONNREFUSED');
  expect((await trustAt(closed, fingerprintOf(own.cert))).error).toContain('ECONNREFUSED');
});

test.each([
  ['https://a.example', 'a.example', 443],
  ['http://a.example', 'a.example', 80],
  ['wss://[::1]:6001', '::1', 6001],
])('%s is %s:%i', (text, host, port) => {
  const url = new URL(text);
  expect([hostOf(url), portOf(url)]).toEqual([host, port]);
});

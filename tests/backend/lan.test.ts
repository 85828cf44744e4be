import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { isIPv4 } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import WebSocket from 'ws';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBackend, type Backend } from '../../backend/backend.ts';
import { ConfigError, readConfig } from '../../backend/config.ts';
import { openStore } from '../../backend/db/open.ts';
import { fingerprintOf, makeCertificate } from '../../backend/http/certificate.ts';
import { lanAddresses, notedFingerprint, openTls, renewedTls, TlsError } from '../../backend/http/tls.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import type { EnrolAnswer } from '../../contract/api.ts';
import { readEnrolmentCode, writeEnrolmentCode } from '../../contract/enrolment-code.ts';
import { pinnedAgent, pinnedFetch, pinnedSocketOptions } from '../../electron/adapters/pinned-tls.ts';
import { must } from './identity-house.ts';

let folder: string;
let open: (Backend & { end(): Promise<void> })[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-lan-'));
});
afterEach(async () => {
  for (const backend of open) await backend.end();
  open = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(env: Record<string, string>, flags: string[]) {
  const store = await openStore(path.join(folder, 'counterbell.db'));
  const backend = await startBackend({
    config: readConfig({ PORT: '0', COUNTERBELL_DATA_DIR: folder, HOST: '127.0.0.1', ...env }, flags),
    store,
    logger: pino({ level: 'silent' }),
    now: Date.now,
    random: Math.random,
  });
  const end = async () => {
    await backend.stop();
    await store.close();
  };
  open.push({ ...backend, end });
  return { ...backend, end };
}

async function withRestaurant(backend: Backend) {
  const { identity, store } = backend;
  must(
    await store.write((tx) => addRestaurant(tx, 'bella', { ...plainSettings, name: 'Bella' }, Date.now())),
  );
  const key = must(await identity.addKey({ kind: 'channel', restaurant: 'bella', name: 'web' })).key;
  const admin = must(await identity.addKey({ kind: 'admin', restaurant: 'bella', name: 'it' })).key;
  return { key, admin };
}

type Asked = { token?: string; body?: unknown };

/** One exchange in JSON with whoever shows that certificate. */
async function exchange<T>(url: string, pinned: string, what: string, asked: Asked = {}): Promise<T> {
  const agent = pinnedAgent(pinned);
  const answer = await pinnedFetch(agent)(url + what, {
    method: asked.body === undefined ? 'GET' : 'POST',
    headers: {
      ...(asked.token === undefined ? {} : { authorization: `Bearer ${asked.token}` }),
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
  });
  const body = (await answer.json()) as T;
  agent.destroy();
  if (!answer.ok) throw new Error(JSON.stringify(body));
  return body;
}

test('--lan: from a code with a fingerprint to the bell, over TLS all the way', async () => {
  const backend = await start({}, ['--lan']);
  expect(backend.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
  const { key, admin } = await withRestaurant(backend);
  const { url } = backend;
  const pinned = backend.fingerprint ?? '';

  const made = await exchange<{ code: string }>(url, pinned, '/codes', { token: admin, body: {} });
  const read = readEnrolmentCode(made.code);
  expect(read.fingerprint).toBe(pinned);
  const enrolment = { installId: 'install-1', deviceName: 'Till' };
  const body = { ...enrolment, code: read.code };
  const device = await exchange<EnrolAnswer>(url, read.fingerprint ?? '', '/enrol', { body });
  expect(device.pusher).toMatchObject({ host: '', tls: true, port: Number(new URL(url).port) });

  const agent = pinnedAgent(pinned);
  const bell = new URL(`wss://127.0.0.1:${device.pusher.port}/app/${device.pusher.key}?protocol=7`);
  const socket = new WebSocket(bell, pinnedSocketOptions(bell, agent));
  const channel = 'private-restaurant-bella';
  const rung = new Promise<string>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (wire: Buffer) => {
      const frame = JSON.parse(wire.toString()) as { event: string; data?: string };
      if (frame.event === 'order.new') resolve(frame.data ?? '');
      if (frame.event === 'pusher_internal:subscription_succeeded')
        exchange(url, pinned, '/orders', {
          token: key,
          body: { items: [{ name: 'Margherita' }] },
        }).catch(reject);
      if (frame.event !== 'pusher:connection_established') return;
      const { socket_id: socketId } = JSON.parse(frame.data ?? '{}') as { socket_id: string };
      exchange<{ auth: string }>(url, pinned, '/pusher/authorize', {
        token: device.token,
        body: { socketId, channelName: channel },
      }).then(
        ({ auth }) => socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } })),
        reject,
      );
    });
  });
  expect(JSON.parse(await rung)).toMatchObject({ type: 'order.new', seq: 1 });
  socket.terminate();
  agent.destroy();
});

test('--lan: another certificate, and one that Node would take, are refused for HTTP and WebSocket', async () => {
  const backend = await start({}, ['--lan']);
  const other = fingerprintOf(makeCertificate(['localhost'], Date.now()).cert);
  await expect(exchange(backend.url, other, '/healthz')).rejects.toThrow(/certificate/);
  await expect(fetch(`${backend.url}/healthz`)).rejects.toThrow();
  const bell = new URL(backend.url.replace('https', 'wss'));
  const refused = await new Promise<string>((resolve) => {
    const socket = new WebSocket(bell, pinnedSocketOptions(bell, pinnedAgent(other)));
    socket.once('error', (error) => resolve(error.message));
    socket.once('open', () => resolve('open'));
  });
  expect(refused).toMatch(/certificate/);
  const plain = backend.url.replace('https', 'http');
  await expect(fetch(`${plain}/healthz`)).rejects.toThrow();
});

test('--lan: the certificate is kept, its key readable for its owner only', async () => {
  const first = await start({}, ['--lan']);
  const { fingerprint } = first;
  expect(await notedFingerprint(first.store)).toBe(fingerprint);
  await first.end();
  open = [];
  expect(statSync(path.join(folder, 'tls', 'lan-key.pem')).mode & 0o777).toBe(0o600);
  const second = await start({}, ['--lan']);
  expect(second.fingerprint).toBe(fingerprint);
  await second.end();
  open = [];
  const plain = await start({}, []);
  expect(plain.url).toMatch(/^http:/);
  expect(await notedFingerprint(plain.store)).toBeNull();
});

test('--lan: an enrolment code is good with its fingerprint on it, and without', async () => {
  const backend = await start({}, ['--lan']);
  const pinned = backend.fingerprint ?? '';
  await withRestaurant(backend);
  const { code } = must(
    await backend.identity.addCode({ restaurant: 'bella', maxUses: null, expiresAt: null }),
  );
  for (const text of [code, writeEnrolmentCode({ code, fingerprint: pinned })]) {
    const body = { code: text, installId: 'install-1', deviceName: 'Till' };
    expect(await exchange(backend.url, pinned, '/enrol', { body })).toMatchObject({
      device: { name: 'Till' },
    });
  }
});

function givenFiles(names = ['localhost', '127.0.0.1']) {
  const made = makeCertificate(names, Date.now());
  const files = { TLS_CERT: path.join(folder, 'cert.pem'), TLS_KEY: path.join(folder, 'key.pem') };
  writeFileSync(files.TLS_CERT, made.cert);
  writeFileSync(files.TLS_KEY, made.key);
  return { made, files };
}

test('TLS_CERT and TLS_KEY: trusted as the authority is trusted, and no fingerprint in the codes', async () => {
  const { made, files } = givenFiles();
  const backend = await start(files, []);
  expect(backend.fingerprint).toBeNull();
  const { admin } = await withRestaurant(backend);
  const ask = (ca?: string) =>
    new Promise<number>((resolve, reject) => {
      https
        .get(`${backend.url}/codes`, { ca, headers: { authorization: `Bearer ${admin}` } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        })
        .once('error', reject);
    });
  expect(await ask(made.cert)).toBe(200);
  await expect(ask()).rejects.toThrow(/self-signed/);
  const body = await exchange<{ code: string }>(backend.url, fingerprintOf(made.cert), '/codes', {
    token: admin,
    body: {},
  });
  expect(readEnrolmentCode(body.code).fingerprint).toBeNull();
});

test('a renewed certificate is taken up once it fits its key', () => {
  const { files } = givenFiles();
  const wish = { kind: 'given', certFile: files.TLS_CERT, keyFile: files.TLS_KEY } as const;
  const since = Math.ceil(statSync(files.TLS_KEY).mtimeMs);
  expect(renewedTls(wish, since)).toBeNull();
  const next = makeCertificate(['localhost'], Date.now());
  const later = new Date(since + 60_000);
  writeFileSync(files.TLS_CERT, next.cert);
  utimesSync(files.TLS_CERT, later, later);
  expect(() => renewedTls(wish, since)).toThrow(TlsError);
  writeFileSync(files.TLS_KEY, next.key);
  utimesSync(files.TLS_KEY, later, later);
  expect(renewedTls(wish, since)).toMatchObject({ tls: { cert: next.cert }, at: later.getTime() });
  expect(renewedTls(wish, later.getTime())).toBeNull();
});

test('what cannot be used is told with the way out', () => {
  const { files } = givenFiles();
  for (const [env, flags] of [
    [files, ['--lan']],
    [{ TLS_CERT: files.TLS_CERT }, []],
    [{ TLS_KEY: files.TLS_KEY }, []],
  ] as const)
    expect(() => readConfig(env, flags)).toThrow(ConfigError);
  const given = (certFile: string, keyFile: string) => () =>
    openTls({ kind: 'given', certFile, keyFile }, Date.now());
  expect(given(path.join(folder, 'absent.pem'), files.TLS_KEY)).toThrow(/TLS_CERT names a file/);
  expect(given(files.TLS_KEY, files.TLS_CERT)).toThrow(/Give a certificate/);
});

test('--lan: a damaged pair stops the start and says what to do; half a pair is made anew', () => {
  const wish = { kind: 'own', folder: path.join(folder, 'tls') } as const;
  const first = openTls(wish, Date.now());
  const certFile = path.join(wish.folder, 'lan-certificate.pem');
  expect(readFileSync(certFile, 'utf8')).toBe(first?.cert);
  writeFileSync(certFile, 'torn');
  expect(() => openTls(wish, Date.now())).toThrow(/delete both/);
  rmSync(certFile);
  expect(openTls(wish, Date.now())?.fingerprint).not.toBe(first?.fingerprint);
  expect(existsSync(certFile)).toBe(true);
});

test('behind a proxy, consoles are sent through it', async () => {
  for (const [address, expected] of [
    ['https://bell.example.com', { host: '', port: 443, tls: true }],
    ['http://bell.lan:8080/', { host: '', port: 8080, tls: false }],
  ] as const) {
    const backend = await start({ PUBLIC_URL: address }, []);
    const { identity, store } = backend;
    const settings = { ...plainSettings, name: 'Bella' };
    await store.write((tx) => addRestaurant(tx, 'bella', settings, Date.now()));
    const { code } = must(await identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: null }));
    const answer = await fetch(`${backend.url}/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, installId: 'install-1', deviceName: 'Till' }),
    });
    expect(((await answer.json()) as EnrolAnswer).pusher).toMatchObject(expected);
    await backend.end();
    open = [];
  }
  expect(() => readConfig({ PUBLIC_URL: 'bell.example.com' }, [])).toThrow(ConfigError);
});

test('--lan listens on the network, everything else on the loopback, unless told', () => {
  expect(readConfig({}, ['--lan']).host).toBe('0.0.0.0');
  expect(readConfig({}, []).host).toBe('127.0.0.1');
  expect(readConfig({ HOST: '192.0.2.1' }, ['--lan']).host).toBe('192.0.2.1');
  expect(lanAddresses('192.0.2.1')).toEqual(['192.0.2.1']);
  for (const address of lanAddresses('0.0.0.0')) expect(isIPv4(address)).toBe(true);
});

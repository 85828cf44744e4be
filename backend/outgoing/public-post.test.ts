import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPublicPost, wrongWithAddress } from './public-post.ts';

let server: Server;
let origin: string;
let asked = 0;
let answers: (() => { status: number; headers?: Record<string, string>; body?: string } | null)[] = [];
beforeEach(async () => {
  asked = 0;
  answers = [];
  server = createServer((_req, res) => {
    asked += 1;
    const answer = answers.shift()?.();
    if (answer === null) return;
    const { status = 201, headers = {}, body = '' } = answer ?? {};
    res.writeHead(status, headers).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const now = Date.parse('2026-03-01T18:00:00Z');
async function posted(url: string, parts: Partial<Parameters<typeof createPublicPost>[0]> = {}) {
  const { post, close } = createPublicPost({ alsoTo: [origin], now: () => now, ...parts });
  const result = await post(url, {}, Buffer.from('hello'));
  close();
  return result;
}

test.each([
  ['http://push.example/x', 'is no https address'],
  ['ftp://push.example/x', 'is no https address'],
  ['https://me:word@push.example/x', 'may hold no user name and no password'],
  ['https://127.0.0.1/x', 'is no address of the public Internet'],
  ['https://2130706433/x', 'is no address of the public Internet'],
  ['https://0x7f.1/x', 'is no address of the public Internet'],
  ['https://[::1]/x', 'is no address of the public Internet'],
  ['https://[::ffff:169.254.169.254]/x', 'is no address of the public Internet'],
  ['nothing', 'is no address'],
])('%s %s', async (url, why) => {
  expect(wrongWithAddress(url, [])).toBe(why);
  expect(await posted(url)).toEqual({ never: `the address ${why}` });
});

test('a public address and one that was named are fine', () => {
  expect(wrongWithAddress('https://push.example/x?y=z', [])).toBeNull();
  expect(wrongWithAddress('https://8.8.8.8/x', [])).toBeNull();
  expect(wrongWithAddress('http://127.0.0.1:9000/x', ['http://127.0.0.1:9000'])).toBeNull();
  expect(wrongWithAddress('http://127.0.0.1:9001/x', ['http://127.0.0.1:9000'])).not.toBeNull();
});

test.each([[['10.0.0.7']], [['8.8.8.8', '127.0.0.1']], [['fd00::1']]])(
  'a name that leads to %j is never asked',
  async (addresses) => {
    const lookup: LookupFunction = (_name, options, answer) => {
      const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      if (options.all === true) answer(null, all);
      else answer(null, addresses.at(-1) ?? '', 4);
    };
    expect(await posted('https://push.example/x', { lookup })).toEqual({
      never: 'the address leads to no place of the public Internet',
    });
    expect(asked).toBe(0);
  },
);

test('a redirect is not followed', async () => {
  answers = [() => ({ status: 307, headers: { location: `${origin}/elsewhere` } })];
  expect(await posted(`${origin}/x`)).toEqual({ status: 307 });
  expect(asked).toBe(1);
});

test.each([
  ['7', 7000],
  ['0', 0],
  ['Sun, 01 Mar 2026 18:01:30 GMT', 90_000],
  ['Sun, 01 Mar 2026 17:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After: %s', async (header, retryAfterMs) => {
  answers = [() => ({ status: 429, headers: { 'retry-after': header } })];
  expect(await posted(`${origin}/x`)).toEqual({
    status: 429,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
});

test('who never answers is given up, and who cannot be reached is told by a code', async () => {
  answers = [() => null];
  expect(await posted(`${origin}/x`, { timeoutMs: 50 })).toEqual({ why: 'no answer within 0.05 s' });
  server.closeAllConnections();
  server.close();
  expect(await posted(`${origin}/x`)).toEqual({ why: 'the receiver cannot be reached (ECONNREFUSED)' });
});

test('an answer of megabytes is not read, and its status counts', async () => {
  answers = [() => ({ status: 410, body: 'x'.repeat(4_000_000) })];
  expect(await posted(`${origin}/x`)).toEqual({ status: 410 });
});

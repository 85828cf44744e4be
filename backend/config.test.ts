import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { environmentNames, readConfig } from './config.ts';

test('nothing set is one shop on this machine', () => {
  expect(readConfig({ PORT: '' }, [])).toMatchObject({
    host: '127.0.0.1',
    port: 4180,
    portGiven: false,
    database: null,
    pusher: { appId: '1', key: null, secret: null, foreign: null },
    payload: 'full',
    tellMs: 10_000,
    assumeCollectedMs: 45 * 60_000,
    corsOrigins: [],
    demo: false,
  });
});

test('hosted Pusher by its cluster, any other service by its host', () => {
  const keys = { PUSHER_KEY: 'k', PUSHER_SECRET: 's' };
  expect(readConfig({ ...keys, PUSHER_CLUSTER: 'eu' }, []).pusher.foreign).toEqual({
    cluster: 'eu',
    host: 'api-eu.pusher.com',
    port: 443,
    tls: true,
    socketHost: 'ws-eu.pusher.com',
    socketPort: 443,
  });
  const own = { ...keys, PUSHER_HOST: 'bell.example', PUSHER_TLS: 'true', PUSHER_WS_HOST: 'ws.example' };
  expect(readConfig(own, []).pusher.foreign).toEqual({
    host: 'bell.example',
    port: 443,
    tls: true,
    socketHost: 'ws.example',
    socketPort: 443,
  });
});

test.each([
  [{ PORT: 'eighty' }, [], /PORT/],
  [{ COUNTERBELL_TELL_SECONDS: '-1' }, [], /COUNTERBELL_TELL_SECONDS/],
  [{ PUSHER_PAYLOAD: 'some' }, [], /PUSHER_PAYLOAD/],
  [{ PUSHER_API_FROM: 'loopback, everywhere' }, [], /PUSHER_API_FROM is wrong: is anywhere, or a list/],
  [{ PUSHER_CLIENT_EVENTS: 'yes' }, [], /PUSHER_CLIENT_EVENTS is wrong: is on or off/],
  [{ PUSHER_HOST: 'bell.example' }, [], /PUSHER_KEY and PUSHER_SECRET/],
  [{ PORT: '70000' }, [], /PORT is wrong: is a whole number from 0 to 65535/],
  [
    { COUNTERBELL_TRUST_PROXY: '10.0.0.1, zz' },
    [],
    /COUNTERBELL_TRUST_PROXY is wrong: is a list of addresses/,
  ],
  [{ COUNTERBELL_TRUST_PROXY: '10.0.0.0/40' }, [], /COUNTERBELL_TRUST_PROXY/],
  [{ COUNTERBELL_CORS_ORIGINS: 'foo' }, [], /COUNTERBELL_CORS_ORIGINS is wrong: is a list of origins/],
  [{ COUNTERBELL_CORS_ORIGINS: 'https://a.example/shop' }, [], /COUNTERBELL_CORS_ORIGINS/],
  [{ PUSHER_KEY: 'k' }, [], /PUSHER_KEY and PUSHER_SECRET go together/],
  [{ PUSHER_SECRET: 's' }, [], /PUSHER_KEY and PUSHER_SECRET go together/],
  [{}, ['--deom'], /"--deom" is not known/],
])('%o %o is refused with a sentence', (env, flags, sentence) => {
  expect(() => readConfig(env, flags)).toThrow(sentence);
});

test('proxies and origins are read as lists', () => {
  const env = {
    COUNTERBELL_TRUST_PROXY: '127.0.0.1, ::1 10.0.0.0/8',
    COUNTERBELL_CORS_ORIGINS: 'https://a.example,http://localhost:3000',
  };
  expect(readConfig(env, [])).toMatchObject({
    trustProxy: ['127.0.0.1', '::1', '10.0.0.0/8'],
    corsOrigins: ['https://a.example', 'http://localhost:3000'],
  });
});

test('every variable is in the documentation', () => {
  const docs = readFileSync(new URL('../docs/BACKEND.md', import.meta.url), 'utf8');
  expect(environmentNames.length).toBeGreaterThan(20);
  for (const name of environmentNames) expect(docs).toContain(`\`${name}\``);
});

import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressBehind, comesFrom } from './proxies.ts';

const request = (remoteAddress: string | undefined, forwarded?: string | string[]) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

test.each([
  [[], '198.51.100.1', '203.0.113.9', '198.51.100.1'],
  [['198.51.100.1'], '198.51.100.1', '203.0.113.9', '203.0.113.9'],
  [['198.51.100.1'], '::ffff:198.51.100.1', '203.0.113.9', '203.0.113.9'],
  [['198.51.100.0/24'], '198.51.100.7', '203.0.113.9', '203.0.113.9'],
  [['loopback'], '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  [['loopback'], '::1', '2001:db8::9', '2001:db8::9'],
  [['loopback', 'uniquelocal'], '127.0.0.1', '203.0.113.9, 10.1.2.3', '203.0.113.9'],
  // Whatever a client writes itself stands to the left of what our proxy saw.
  [['loopback'], '127.0.0.1', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  [['loopback'], '127.0.0.1', '127.0.0.1, 127.0.0.1', '127.0.0.1'],
  [['loopback'], '127.0.0.1', '', '127.0.0.1'],
  [['loopback'], '127.0.0.1', 'nonsense', 'nonsense'],
])('trusting %j, from %s, forwarded for %j: %s', (trusted, remote, forwarded, expected) => {
  expect(addressBehind(trusted)(request(remote, forwarded))).toBe(expected);
});

test('several headers are one list, and none is none', () => {
  const addressOf = addressBehind(['loopback']);
  expect(addressOf(request('127.0.0.1', ['1.1.1.1', '203.0.113.9']))).toBe('203.0.113.9');
  expect(addressOf(request('127.0.0.1'))).toBe('127.0.0.1');
  expect(addressOf(request(undefined))).toBe('unknown');
});

test.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/x', ''])('%j is nothing to trust', (entry) => {
  expect(() => addressBehind([entry])).toThrow(/is no address/);
});

const from = (remoteAddress: string, headers: Record<string, string> = {}, localAddress = '192.0.2.1') =>
  ({ socket: { remoteAddress, localAddress }, headers }) as unknown as IncomingMessage;
const forwarded = { 'x-forwarded-for': '203.0.113.9' };

test.each([
  ['this machine', from('127.0.0.1'), true],
  ['this machine, by the family of addresses that has both', from('::ffff:127.0.0.1'), true],
  ['this machine, by its own address', from('192.0.2.1'), true],
  ['another machine', from('192.0.2.2'), false],
  ['somebody behind a proxy that nobody vouches for', from('127.0.0.1', forwarded), false],
  ['somebody behind one that tells it in another way', from('192.0.2.1', { via: '1.1 proxy' }), false],
  ['nobody knows where', from('unknown'), false],
])('loopback means this machine: %s', (_who, req, may) => {
  expect(comesFrom(['loopback'], addressBehind([]))(req)).toBe(may);
});

test('behind a proxy of ours it is the address it tells that counts', () => {
  const behind = addressBehind(['loopback']);
  const req = from('127.0.0.1', forwarded);
  expect(comesFrom(['loopback'], behind)(req)).toBe(false);
  expect(comesFrom(['203.0.113.0/24'], behind)(req)).toBe(true);
  expect(comesFrom(['anywhere'], addressBehind([]))(req)).toBe(true);
  expect(() => comesFrom(['everywhere'], behind)).toThrow('"everywhere" is no address');
});

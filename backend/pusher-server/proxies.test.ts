import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressBehind } from './proxies.ts';

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
  expect(() => addressBehind([entry])).toThrow(/trusted proxy/);
});

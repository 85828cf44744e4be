import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scrub } from './scrub.ts';

const how = { hosts: new Set(['orders.example', 'localhost']) };

test.each([
  'connect ECONNREFUSED 127.0.0.1:4180',
  'getaddrinfo ENOTFOUND orders.example',
  'net::ERR_CERT_AUTHORITY_INVALID',
  'status.changed',
  'the connection was lost (1006)',
  'no answer in 8000 ms',
  'https://orders.example:8443',
  'not enrolled yet, the policy names https://orders.example',
  'live since 2026-01-01T12:00:00.000Z',
  'Counterbell 0.4.0 (Electron 45.0.0) on linux-x64',
  'ENOSPC: no space left on device',
  'answers 503',
  'this session has no D-Bus (DBUS_SESSION_BUS_ADDRESS is not set)',
])('%s stays as it is', (text) => {
  expect(scrub(text, how)).toBe(text);
});

test.each([
  ['connect to Zaphod failed', 'connect to … failed'],
  ['/home/zaphod/.config/Counterbell/logs', '/…/Counterbell/logs'],
  ['https://zaphod:secret-word@orders.example/orders?token=abc#x', 'https://orders.example'],
  ['https://zaphod.example/secret', 'https://…'],
  ['call 0171 5550199 now', 'call … now'],
  ['call +49 30 12 34 56 78 now', 'call … now'],
  ['call (030) 123-45-67', 'call (…'],
  ['PIN 7391', '…'],
  ['mail zaphod@heart.example', '…'],
  ['token cbd_0123456789abcdefABCDEF', 'token …'],
  ['7KQM-2WXY-ABCD-EFGH', '…'],
  ['طاولة زافود', '…'],
  ['Żółć-Straße 12b', '…'],
])('of %s there is %s', (text, left) => {
  expect(scrub(text, how)).toBe(left);
});

test('whatever stands around it, a name that is no word of the program is never left', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('Zaphod', 'ZAPHOD', 'zaphod_b', '015155501', '73914', 'Hauptstraße', 'Żółć'),
      (before, after, planted) => {
        expect(scrub(`${before} ${planted} ${after}`, how)).not.toContain(planted);
      },
    ),
  );
});

test('a text without end takes no time without end', () => {
  const began = performance.now();
  for (const unit of ['a.', '1 ', '-', '…', 'a://']) scrub(unit.repeat(200_000), how);
  expect(performance.now() - began).toBeLessThan(5000);
});

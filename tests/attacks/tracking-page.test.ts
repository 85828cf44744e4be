// The customer's page may speak to where it came from and where it rings, whoever names its host, and to nobody else.
import { expect, test } from 'vitest';
import { contentPolicy } from '../../backend/customer-page/routes.ts';

const embedded = { key: 'k', host: '', port: 4180, tls: false };
const connects = (policy: string) => /connect-src ([^;]*);/.exec(policy)?.[1];

test.each([
  [embedded, 'bell.example', "'self' ws://bell.example:4180 wss://bell.example:4180"],
  [{ ...embedded, tls: true, port: 443 }, 'bell.example', "'self' wss://bell.example:443"],
  [
    { ...embedded, host: 'pusher.example', port: 6001 },
    'bell.example',
    "'self' ws://pusher.example:6001 wss://pusher.example:6001",
  ],
  [{ ...embedded, cluster: 'eu' }, 'bell.example', "'self' wss://ws-eu.pusher.com"],
  // 'self' covers a socket on the page's own port.
  [embedded, '[::1]', "'self'"],
  [embedded, '*', "'self'"],
  [embedded, 'a b; script-src *', "'self'"],
  [embedded, '', "'self'"],
])('%o called by "%s" may connect to %s', (pusher, calledBy, expected) => {
  const policy = contentPolicy(pusher, calledBy);
  expect(connects(policy)).toBe(expected);
  expect(policy).not.toContain('*');
});

// Which server is asked, by what the environment says.
import { expect, test } from 'vitest';
import { targetFromEnvironment } from './support/target.ts';

const APP = { PUSHER_APP_ID: '1', PUSHER_KEY: 'k', PUSHER_SECRET: 's' };
const app = { id: '1', key: 'k', secret: 's' };

test('nothing named, or only an app for the embedded server: the embedded one', () => {
  expect(targetFromEnvironment({})).toBeNull();
  expect(targetFromEnvironment(APP)).toBeNull();
  expect(targetFromEnvironment({ ...APP, PUSHER_HOST: '' })).toBeNull();
});

test('a server of one’s own', () => {
  expect(targetFromEnvironment({ ...APP, PUSHER_HOST: 'soketi.example', PUSHER_PORT: '6001' })).toEqual({
    app,
    tls: false,
    host: 'soketi.example',
    port: 6001,
    wsHost: 'soketi.example',
    wsPort: 6001,
  });
  const apart = {
    PUSHER_HOST: 'api.example',
    PUSHER_TLS: '1',
    PUSHER_WS_HOST: 'ws.example',
    PUSHER_WS_PORT: '8443',
  };
  expect(targetFromEnvironment({ ...APP, ...apart })).toMatchObject({
    tls: true,
    port: 443,
    wsHost: 'ws.example',
    wsPort: 8443,
  });
});

test('a hosted app', () => {
  expect(targetFromEnvironment({ ...APP, PUSHER_CLUSTER: 'eu' })).toEqual({
    app,
    tls: true,
    host: 'api-eu.pusher.com',
    port: 443,
    wsHost: 'ws-eu.pusher.com',
    wsPort: 443,
  });
});

test('half of a server is an error', () => {
  expect(() => targetFromEnvironment({ PUSHER_HOST: 'soketi.example', PUSHER_KEY: 'k' })).toThrow(
    'set PUSHER_APP_ID and PUSHER_SECRET too',
  );
});

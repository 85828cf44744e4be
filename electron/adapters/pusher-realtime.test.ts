import Pusher from 'pusher-js';
import { expect, test } from 'vitest';
import { open, publish, startServer } from '../../tests/support/pusher-adapter.ts';
import { faultOf } from './pusher-fault.ts';

test('it is the Node build of pusher-js, of the pinned version', () => {
  expect((Pusher.Runtime as { getWebSocketAPI?: unknown }).getWebSocketAPI).toBeTypeOf('function');
  expect((Pusher as unknown as { Runtime: { getProtocol(): string } }).Runtime.getProtocol()).toBe('http:');
  expect((Pusher as unknown as { VERSION?: string }).VERSION ?? '8.6.0').toBe('8.6.0');
});

test('connects, subscribes to a private channel, signs in and hears events', async () => {
  const { port } = await startServer();
  const { client, signals, heard } = open(port);
  client.subscribe('private-restaurant-1');
  client.signIn();
  expect(signals).toEqual([]);
  client.connect();
  await heard('subscribed');
  await heard('signed-in');
  await publish(port, 'private-restaurant-1', 'order.new', '{"id":"e1"}');
  await publish(port, 'private-restaurant-1', 'order.new', 'no json');
  await heard('event', 2);
  expect(signals.filter(({ kind }) => kind === 'event')).toEqual([
    { kind: 'event', channel: 'private-restaurant-1', name: 'order.new', data: { id: 'e1' } },
    { kind: 'event', channel: 'private-restaurant-1', name: 'order.new', data: 'no json' },
  ]);
  expect(signals.slice(0, 2)).toEqual([
    { kind: 'connecting' },
    { kind: 'connected', socketId: expect.stringMatching(/^\d+\.\d+$/) },
  ]);
});

test.each([
  [
    { type: 'PusherError', data: { code: 4001, message: 'no such app' } },
    { code: 4001, message: 'no such app' },
  ],
  [
    { type: 'WebSocketError', error: { type: 'PusherError', data: { code: 1006 } } },
    { code: 1006, message: null },
  ],
  [
    { type: 'AuthError', error: 'not yours', status: 403 },
    { code: null, message: 'not yours' },
  ],
  ['odd', { code: null, message: 'odd' }],
  [undefined, { code: null, message: null }],
])('the fault in %j is found', (error, fault) => {
  expect(faultOf(error)).toEqual(fault);
});

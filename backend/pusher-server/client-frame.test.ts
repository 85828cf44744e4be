import { expect, test } from 'vitest';
import { readClientFrame } from './client-frame.ts';

const read = (message: unknown) => readClientFrame(JSON.stringify(message));

test('pings and pongs need no data', () => {
  expect(read({ event: 'pusher:ping' })).toEqual({ kind: 'ping' });
  expect(read({ event: 'pusher:pong', data: {} })).toEqual({ kind: 'pong' });
});

test('a subscription, with data as an object or as the text of one', () => {
  const data = { channel: 'presence-a', auth: 'k:s', channel_data: '{"user_id":1}' };
  const expected = { kind: 'subscribe', channel: 'presence-a', auth: 'k:s', channelData: '{"user_id":1}' };
  expect(read({ event: 'pusher:subscribe', data })).toEqual(expected);
  expect(read({ event: 'pusher:subscribe', data: JSON.stringify(data) })).toEqual(expected);
});

test('what some clients leave out and others set to null', () => {
  const expected = { kind: 'subscribe', channel: 'a', auth: '', channelData: undefined };
  expect(read({ event: 'pusher:subscribe', data: { channel: 'a' } })).toEqual(expected);
  expect(read({ event: 'pusher:subscribe', data: { channel: 'a', auth: null, channel_data: null } })).toEqual(
    expected,
  );
});

test('the data of a client event becomes text', () => {
  const event = (data: unknown) => read({ event: 'client-a', channel: 'private-a', data });
  expect(event({ n: 1 })).toMatchObject({ data: '{"n":1}' });
  expect(event('text')).toMatchObject({ data: 'text' });
  expect(event(undefined)).toMatchObject({ data: 'null' });
  expect(event(0)).toMatchObject({ data: '0' });
});

test.each([
  '',
  '{',
  '7',
  'null',
  '[]',
  '{}',
  '{"event":null}',
  '{"event":"toString"}',
  '{"event":"pusher:subscribe"}',
  '{"event":"pusher:subscribe","data":"["}',
  '{"event":"pusher:subscribe","data":{"channel":"a","auth":1}}',
  '{"event":"pusher:unsubscribe","data":{"channel":["a"]}}',
  '{"event":"pusher:signin","data":{"auth":"a"}}',
  '{"event":"client-a"}',
  `{"event":"client-${'a'.repeat(200)}","channel":"private-a"}`,
])('%s is unreadable, and says why', (text) => {
  expect(readClientFrame(text)).toEqual({ kind: 'unreadable', why: expect.stringMatching(/\S/) });
});

test('data nested beyond what can be printed is unreadable rather than fatal', () => {
  const deep = '['.repeat(15_000) + ']'.repeat(15_000);
  const frame = readClientFrame(`{"event":"client-a","channel":"private-a","data":${deep}}`);
  expect(['unreadable', 'client event']).toContain(frame.kind);
});

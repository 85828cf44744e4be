// What a client may say, and what it hears when it says something else.
import { afterAll, afterEach, expect, test } from 'vitest';
import { within } from './support/deadline.ts';
import { APP, startEmbedded } from './support/embedded.ts';
import { createClients, createSdk, happens, type PresenceChannel } from './support/official.ts';
import { authFor, RawClient } from './support/raw.ts';

const running = await startEmbedded();
const { target } = running;
const sdk = createSdk(target);
const clients = createClients(target, sdk);
const raws: RawClient[] = [];

async function raw(): Promise<{ client: RawClient; id: string }> {
  const client = new RawClient(target);
  raws.push(client);
  return { client, id: await client.socketId() };
}

afterEach(() => {
  clients.done();
  for (const client of raws.splice(0)) client.socket.terminate();
});
afterAll(() => running.stop());

test.each([
  ['text that is no JSON', 'hello'],
  ['a list', '[1,2]'],
  ['nothing', 'null'],
  ['no event', '{"data":{}}'],
  ['an event that is a number', '{"event":1}'],
  ['an event nobody knows', '{"event":"pusher:dance","data":{}}'],
  ['a subscription to nothing', '{"event":"pusher:subscribe","data":{}}'],
  ['a subscription to a number', '{"event":"pusher:subscribe","data":{"channel":5}}'],
  [
    'channel data that is an object',
    '{"event":"pusher:subscribe","data":{"channel":"presence-a","channel_data":{}}}',
  ],
  ['a sign-in without anything', '{"event":"pusher:signin"}'],
])('%s is answered with an error, and the connection goes on', async (_what, text) => {
  const { client } = await raw();
  client.socket.send(text);
  expect((await client.next('pusher:error')).data).toMatchObject({
    code: null,
    message: expect.stringMatching(/\S/),
  });
  await client.settled();
});

test('a binary frame is answered with an error, and the connection goes on', async () => {
  const { client } = await raw();
  client.socket.send(Buffer.from('{"event":"pusher:ping"}'), { binary: true });
  expect((await client.next('pusher:error')).data).toMatchObject({ code: null });
  await client.settled();
});

test.each([
  '',
  'with space',
  'slash/',
  'fine\nnot',
  'ümlaut',
  'x'.repeat(201),
  '#server-to-user-',
  'presence-<b>',
])('no channel may be called %j', async (channel) => {
  const { client, id } = await raw();
  client.subscribe(channel, authFor(target, `${id}:${channel}`));
  expect(await client.next('pusher:subscription_error')).toMatchObject({
    channel,
    data: { type: 'InvalidChannel', status: 400 },
  });
  await client.settled();
});

test('subscribing twice is an error that changes nothing', async () => {
  const { client } = await raw();
  client.subscribe('orders');
  await client.next('pusher_internal:subscription_succeeded');
  client.subscribe('orders');
  expect((await client.next('pusher:error')).data).toMatchObject({
    message: 'Existing subscription to channel orders',
  });
  await sdk.trigger('orders', 'order.new', {});
  await client.next('order.new');
  await client.settled();
  expect(client.waiting).toEqual([]);
});

test('a refused subscription can be tried again on the same connection', async () => {
  const { client, id } = await raw();
  client.subscribe('private-again', `${APP.key}:nonsense`);
  await client.next('pusher:subscription_error');
  client.subscribe('private-again', authFor(target, `${id}:private-again`));
  expect((await client.next('pusher_internal:subscription_succeeded')).channel).toBe('private-again');
});

test.each([
  ['no signature', () => ''],
  ['no key', (id: string) => authFor(target, `${id}:private-a`).split(':')[1]!],
  ['another key', (id: string) => `other:${authFor(target, `${id}:private-a`).split(':')[1]}`],
  ['a signature for another channel', (id: string) => authFor(target, `${id}:private-b`)],
  ['a signature cut short', (id: string) => authFor(target, `${id}:private-a`).slice(0, -1)],
  ['a signature with more behind it', (id: string) => `${authFor(target, `${id}:private-a`)}00`],
  ['one that leaves the channel data out', (id: string) => authFor(target, `${id}:private-a`)],
])('%s does not open a private channel', async (what, make) => {
  const { client, id } = await raw();
  client.subscribe('private-a', make(id), what.includes('leaves') ? '{"a":1}' : undefined);
  expect(await client.next('pusher:subscription_error')).toMatchObject({
    channel: 'private-a',
    data: { type: 'AuthError', status: 401 },
  });
});

test.each([
  'not json',
  '[]',
  '{}',
  '{"user_id":""}',
  '{"user_id":true}',
  `{"user_id":"${'x'.repeat(129)}"}`,
  `{"user_id":1,"user_info":"${'x'.repeat(2_048)}"}`,
])('a presence channel does not take the signed data %.40j', async (data) => {
  const { client, id } = await raw();
  client.subscribe('presence-a', authFor(target, `${id}:presence-a:${data}`), data);
  expect(await client.next('pusher:subscription_error')).toMatchObject({ channel: 'presence-a' });
  await client.settled();
});

test('names that mean something to JavaScript are user ids like any other', async () => {
  const { client, id } = await raw();
  const data = '{"user_id":"__proto__","user_info":{"name":"P"}}';
  client.subscribe('presence-proto', authFor(target, `${id}:presence-proto:${data}`), data);
  const { raw: text } = await client.next('pusher_internal:subscription_succeeded');
  expect(JSON.parse(text).data).toBe(
    '{"presence":{"ids":["__proto__"],"hash":{"__proto__":{"name":"P"}},"count":1}}',
  );
});

test('who has signed in needs no channel data to be known in a presence channel', async () => {
  const client = await clients.connected({
    person: { id: 'ada' },
    authorize: (socketId, channel) => sdk.authorizeChannel(socketId, channel),
  });
  client.signin();
  const channel = client.subscribe('presence-signed-in') as PresenceChannel;
  await within(happens(channel, 'pusher:subscription_succeeded'), 'the subscription');
  expect(channel.members.me).toMatchObject({ id: 'ada' });
});

test('nobody becomes a member without channel data or a sign-in', async () => {
  const { client, id } = await raw();
  client.subscribe('presence-nobody', authFor(target, `${id}:presence-nobody`));
  expect(await client.next('pusher:subscription_error')).toMatchObject({ data: { type: 'InvalidChannel' } });
});

test('a user cannot listen to one whose id ends like theirs', async () => {
  const { client, id } = await raw();
  const userData = '{"id":"ada"}';
  client.say('pusher:signin', { auth: authFor(target, `${id}::user::${userData}`), user_data: userData });
  await client.next('pusher:signin_success');
  client.subscribe('#server-to-user-not-ada');
  expect(await client.next('pusher:subscription_error')).toMatchObject({
    data: { type: 'AuthError', status: 401 },
  });
  client.subscribe('#server-to-user-ada');
  await client.next('pusher_internal:subscription_succeeded');
});

test('nobody becomes somebody else on the same connection', async () => {
  const { client, id } = await raw();
  const signIn = (userData: string) =>
    client.say('pusher:signin', { auth: authFor(target, `${id}::user::${userData}`), user_data: userData });
  signIn('{"id":"ada"}');
  await client.next('pusher:signin_success');
  signIn('{"id":"ada"}');
  await client.next('pusher:signin_success');
  signIn('{"id":"bo"}');
  expect(await client.closeCode()).toBe(4009);
});

test.each(['[]', '{}', '{"id":7}', '{"id":""}', 'null', 'nonsense'])(
  '%s signs nobody in',
  async (userData) => {
    const { client, id } = await raw();
    client.say('pusher:signin', { auth: authFor(target, `${id}::user::${userData}`), user_data: userData });
    expect((await client.next('pusher:error')).data).toMatchObject({ code: 4009 });
    expect(await client.closeCode()).toBe(4009);
  },
);

test('a watchlist is accepted and left alone', async () => {
  const [watcher, watched] = [await raw(), await raw()];
  const signIn = async ({ client, id }: typeof watcher, userData: string) => {
    client.say('pusher:signin', { auth: authFor(target, `${id}::user::${userData}`), user_data: userData });
    await client.next('pusher:signin_success');
  };
  await signIn(watcher, '{"id":"ada","watchlist":["bo"]}');
  await signIn(watched, '{"id":"bo"}');
  await watcher.client.settled();
  expect(watcher.client.waiting).toEqual([]);
});

test('client events on encrypted channels are refused: the server could not say who made them up', async () => {
  const { client, id } = await raw();
  const channel = 'private-encrypted-talk';
  client.subscribe(channel, authFor(target, `${id}:${channel}`));
  await client.next('pusher_internal:subscription_succeeded');
  client.say('client-hello', {}, channel);
  expect((await client.next('pusher:error')).data).toMatchObject({ code: 4301 });
});

test.each([
  ['text', '"just text"', 'just text'],
  ['an object', '{"a":[1,2]}', '{"a":[1,2]}'],
  ['nothing', undefined, 'null'],
])('a client event with %s reaches others as text', async (_what, data, expected) => {
  const [speaker, hearer] = [await raw(), await raw()];
  for (const { client, id } of [speaker, hearer]) {
    client.subscribe('private-talk', authFor(target, `${id}:private-talk`));
    await client.next('pusher_internal:subscription_succeeded');
  }
  const field = data === undefined ? '' : `"data":${data},`;
  speaker.client.socket.send(`{"event":"client-say",${field}"channel":"private-talk"}`);
  const { raw: text } = await hearer.client.next('client-say');
  expect(JSON.parse(text)).toEqual({ event: 'client-say', channel: 'private-talk', data: expected });
});

test('a cache channel that was published to repeats only what the application said', async () => {
  const [speaker, hearer] = [await raw(), await raw()];
  const channel = 'private-cache-board';
  const join = async ({ client, id }: typeof speaker) => {
    client.subscribe(channel, authFor(target, `${id}:${channel}`));
    await client.next('pusher_internal:subscription_succeeded');
  };
  await join(speaker);
  expect((await speaker.client.next('pusher:cache_miss')).channel).toBe(channel);
  await sdk.trigger(channel, 'board', { version: 1 });
  await speaker.client.next('board');
  speaker.client.say('client-board', { version: 2 }, channel);
  await speaker.client.settled();
  await join(hearer);
  expect((await hearer.client.next('board')).data).toEqual({ version: 1 });
});

// What this system needs of a Pusher server, asked with the official client and SDK. Runs against the embedded
// server, or against the one that PUSHER_HOST, PUSHER_PORT, PUSHER_TLS, PUSHER_APP_ID, PUSHER_KEY and
// PUSHER_SECRET name: `npm run test:pusher`.
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { eventually, within } from './support/deadline.ts';
import { startEmbedded } from './support/embedded.ts';
import { askForFeatures, type Feature, FEATURES } from './support/features.ts';
import {
  createClients,
  createSdk,
  fresh,
  happens,
  listen,
  type PresenceChannel,
  subscribed,
} from './support/official.ts';
import { authFor, RawClient } from './support/raw.ts';
import { signedFetch } from './support/signed-fetch.ts';
import { targetFromEnvironment } from './support/target.ts';

const foreign = targetFromEnvironment(process.env);
const embedded = foreign ? null : await startEmbedded({ subscriptionCounts: true });
const target = foreign ?? embedded!.target;
const sdk = createSdk(target);
const clients = createClients(target, sdk);
// Of the embedded server everything is expected: a feature that stops answering must fail, not vanish.
const features = foreign ? await askForFeatures(clients, sdk) : new Set<Feature>(FEATURES);

const raws: RawClient[] = [];
const raw = (): RawClient => {
  const client = new RawClient(target);
  raws.push(client);
  return client;
};

afterEach(() => {
  clients.done();
  for (const client of raws.splice(0)) client.socket.terminate();
});
afterAll(() => embedded?.stop());

/** A test of something that servers may leave out or switch off. */
function optional(feature: Feature, name: string, run: () => Promise<void>): void {
  const missing = !features.has(feature);
  const reason = `${target.host} did not answer when asked for ${feature}`;
  const define = missing ? test.skip : test;
  define(missing ? `${name} [not for this system: ${reason}]` : name, run);
}

/** Published after everything else, so that what came before it has been delivered or never will be. */
async function marked(channel: string, heard: { event: string; data: unknown }[]): Promise<string[]> {
  // A server may answer before it delivers: the mark of a moment ago proves nothing.
  const mark = fresh('mark');
  await sdk.trigger(channel, 'mark', { mark });
  await eventually(
    () => heard.some(({ data }) => (data as { mark?: string } | null)?.mark === mark),
    'the mark arrives',
  );
  return heard.map(({ event }) => event);
}

describe('the connection', () => {
  test('begins with a socket id and a time-out that is not zero', async () => {
    const { data, raw: text } = await raw().next('pusher:connection_established');
    expect(typeof JSON.parse(text).data).toBe('string');
    const { socket_id: id, activity_timeout: timeout } = data as Record<string, unknown>;
    expect(id).toMatch(/^\d+\.\d+$/);
    expect(timeout).toBeGreaterThan(0);
  });

  test('answers a ping', async () => {
    const client = raw();
    await client.socketId();
    client.say('pusher:ping', {});
    expect((await client.next('pusher:pong')).event).toBe('pusher:pong');
  });

  test('is refused for good with an unknown key', async () => {
    const client = new RawClient(target, '/app/no-such-key?protocol=7&client=raw&version=1.0');
    raws.push(client);
    expect(await client.closeCode()).toBe(4001);
  });
});

describe('events', () => {
  test('reach every subscriber of every channel, the sender excepted', async () => {
    const [one, two] = [fresh('orders'), fresh('orders')];
    const [sender, other] = [await clients.connected(), await clients.connected()];
    const atSender = listen(await subscribed(sender, one));
    const atOther = listen(await subscribed(other, one));
    const atSecond = listen(await subscribed(other, two));

    const first = await sdk.trigger(
      [one, two],
      'order.new',
      { n: 1 },
      { socket_id: sender.connection.socket_id },
    );
    expect(first.status).toBe(200);
    expect(await marked(one, atSender)).toEqual(['mark']);
    expect(await marked(one, atOther)).toEqual(['order.new', 'mark', 'mark']);
    expect(await marked(two, atSecond)).toEqual(['order.new', 'mark']);
    expect(atSecond[0]?.data).toEqual({ n: 1 });
  });

  test('carry their data to the letter', async () => {
    const channel = fresh('letters');
    const client = raw();
    await client.socketId();
    client.subscribe(channel);
    await client.next('pusher_internal:subscription_succeeded');
    const texts = [
      '{"price": 1.10,  "id": 12345678901234567890}',
      'Crème brûlée 🍮 \u2028 "quoted" \\',
      '[]',
      'x'.repeat(10_000),
    ];
    for (const text of texts) {
      await sdk.trigger(channel, 'letter', text);
      const frame = await client.next('letter');
      expect(JSON.parse(frame.raw)).toEqual({ event: 'letter', channel, data: text });
    }
  });

  test('arrive in the order in which they were published, batches included', async () => {
    const channel = fresh('batch');
    const heard = listen(await subscribed(await clients.connected(), channel));
    const batch = Array.from({ length: 10 }, (_, n) => ({ channel, name: `event-${n}`, data: { n } }));
    expect((await sdk.triggerBatch(batch)).status).toBe(200);
    expect(await marked(channel, heard)).toEqual([...batch.map(({ name }) => name), 'mark']);
  });

  test('stop after unsubscribing', async () => {
    const channel = fresh('left');
    const [stays, leaves] = [await clients.connected(), raw()];
    await leaves.socketId();
    leaves.subscribe(channel);
    await leaves.next('pusher_internal:subscription_succeeded');
    const heard = listen(await subscribed(stays, channel));
    leaves.say('pusher:unsubscribe', { channel });
    await leaves.settled();
    expect(await marked(channel, heard)).toEqual(['mark']);
    await leaves.settled();
    expect(leaves.waiting.filter(({ event }) => event === 'mark')).toEqual([]);
  });
});

describe('private channels', () => {
  test('let in who was authorized', async () => {
    const channel = fresh('private-orders');
    const heard = listen(await subscribed(await clients.connected(), channel));
    expect(await marked(channel, heard)).toEqual(['mark']);
  });

  test('take a signature that covers channel_data when some is sent', async () => {
    const channel = fresh('private-data');
    const client = raw();
    const id = await client.socketId();
    const data = '{"seat":"counter"}';
    client.subscribe(channel, authFor(target, `${id}:${channel}:${data}`), data);
    expect((await client.next('pusher_internal:subscription_succeeded')).channel).toBe(channel);
  });

  test('refuse a wrong signature by name, and the connection goes on', async () => {
    const [shut, open] = [fresh('private-shut'), fresh('private-open')];
    const authorize = (socketId: string, channel: string) =>
      channel === shut
        ? { auth: `${target.app.key}:${'0'.repeat(64)}` }
        : sdk.authorizeChannel(socketId, channel);
    const client = await clients.connected({ authorize });
    const refused = happens(client.subscribe(shut), 'pusher:subscription_error');
    expect(await within(refused, 'the refusal')).toMatchObject({ type: 'AuthError', status: 401 });
    const heard = listen(await subscribed(client, open));
    expect(await marked(open, heard)).toEqual(['mark']);
    expect(client.connection.state).toBe('connected');
  });

  test('refuse a signature made for another socket', async () => {
    const channel = fresh('private-stolen');
    const [victim, thief] = [raw(), raw()];
    const stolen = authFor(target, `${await victim.socketId()}:${channel}`);
    await thief.socketId();
    thief.subscribe(channel, stolen);
    expect(await thief.next('pusher:subscription_error')).toMatchObject({ channel });
  });
});

describe('encrypted channels', () => {
  test('carry what the server cannot read', async () => {
    const channel = fresh('private-encrypted-orders');
    const client = await clients.connected();
    const heard = happens<{ secret: string }>(await subscribed(client, channel), 'order.new');
    const onTheWire = happens<{ event: string; data: unknown }>(client.connection, 'message');
    await sdk.trigger(channel, 'order.new', { secret: 'table 4' });
    expect(await within(heard, 'the decrypted event')).toEqual({ secret: 'table 4' });
    const { data } = await onTheWire;
    expect(Object.keys(data as object).toSorted()).toEqual(['ciphertext', 'nonce']);
    expect(JSON.stringify(data)).not.toContain('table 4');
  });
});

describe('presence channels', () => {
  test('say who is there, who comes and who goes', async () => {
    const channel = fresh('presence-counter');
    const first = await clients.connected({ person: { id: 'ada', info: { name: 'Ada' } } });
    const atAda = (await subscribed(first, channel)) as PresenceChannel;
    expect(atAda.members.me).toEqual({ id: 'ada', info: { name: 'Ada' } });

    const came = happens(atAda, 'pusher:member_added');
    const second = await clients.connected({ person: { id: 'bo', info: { name: 'Bo' } } });
    const atBo = (await subscribed(second, channel)) as PresenceChannel;
    expect(await within(came, 'the arrival')).toEqual({ id: 'bo', info: { name: 'Bo' } });
    expect(atBo.members.count).toBe(2);
    expect(Object.keys(atBo.members.members).toSorted()).toEqual(['ada', 'bo']);

    const gone = happens(atAda, 'pusher:member_removed');
    second.disconnect();
    expect(await within(gone, 'the departure')).toMatchObject({ id: 'bo' });
    expect(atAda.members.count).toBe(1);
  });

  test('count a person with two connections once', async () => {
    const channel = fresh('presence-twice');
    const watcher = await clients.connected({ person: { id: 'watcher' } });
    const seen = (await subscribed(watcher, channel)) as PresenceChannel;
    const comings: string[] = [];
    seen.bind('pusher:member_added', ({ id }: { id: string }) => comings.push(`+${id}`));
    seen.bind('pusher:member_removed', ({ id }: { id: string }) => comings.push(`-${id}`));

    const one = await clients.connected({ person: { id: 'cy' } });
    await subscribed(one, channel);
    const two = await clients.connected({ person: { id: 'cy' } });
    await subscribed(two, channel);
    const other = await clients.connected({ person: { id: 'dee' } });
    const otherCame = happens(seen, 'pusher:member_added');
    await subscribed(other, channel);
    await within(otherCame, 'the marker');
    expect(seen.members.count).toBe(3);
    one.disconnect();
    const gone = happens(seen, 'pusher:member_removed');
    other.disconnect();
    await within(gone, 'the second marker');
    const last = happens(seen, 'pusher:member_removed');
    two.disconnect();
    await within(last, 'the last departure');
    expect(comings).toEqual(['+cy', '+dee', '-dee', '-cy']);
  });

  test('take user ids that are numbers', async () => {
    const channel = fresh('presence-numbers');
    const first = await clients.connected({ person: { id: 7 } });
    const seen = (await subscribed(first, channel)) as PresenceChannel;
    expect(seen.members.me).toMatchObject({ id: 7 });
    const came = happens<{ id: unknown }>(seen, 'pusher:member_added');
    await subscribed(await clients.connected({ person: { id: 8 } }), channel);
    expect(String((await within(came, 'the arrival')).id)).toBe('8');
    const users = await sdk.get({ path: `/channels/${channel}/users` });
    const ids = ((await users.json()) as { users: { id: unknown }[] }).users.map(({ id }) => String(id));
    expect(ids.toSorted()).toEqual(['7', '8']);
  });
});

describe('client events', () => {
  optional(
    'client events',
    'reach the other subscribers, with who said it, and not the speaker',
    async () => {
      const channel = fresh('presence-talk');
      const [ada, bo] = [
        await clients.connected({ person: { id: 'ada' } }),
        await clients.connected({ person: { id: 'bo' } }),
      ];
      const atAda = await subscribed(ada, channel);
      const atBo = await subscribed(bo, channel);
      const said = listen(atAda);
      const heard = new Promise((resolve) => {
        atBo.bind('client-hello', (data: unknown, metadata: unknown) => resolve({ data, metadata }));
      });
      atAda.trigger('client-hello', { text: 'hi' });
      expect(await within(heard, 'the client event')).toEqual({
        data: { text: 'hi' },
        metadata: { user_id: 'ada' },
      });
      expect(await marked(channel, said)).toEqual(['mark']);
    },
  );

  optional('client events', 'are not delivered on public channels, nor from people outside', async () => {
    const [open, shut] = [fresh('open'), fresh('private-shut')];
    const hearer = await clients.connected();
    const atOpen = listen(await subscribed(hearer, open));
    const atShut = listen(await subscribed(hearer, shut));
    const stranger = raw();
    await stranger.socketId();
    stranger.subscribe(open);
    await stranger.next('pusher_internal:subscription_succeeded');
    stranger.say('client-intruder', {}, open);
    stranger.say('client-intruder', {}, shut);
    await stranger.settled();
    expect(await marked(open, atOpen)).toEqual(['mark']);
    expect(await marked(shut, atShut)).toEqual(['mark']);
  });
});

describe('signed-in users', () => {
  optional('sign-in', 'are spoken to wherever they are, and nobody else hears it', async () => {
    const [id, other] = [fresh('user'), fresh('user')];
    const hears = async (person: string) => {
      const client = await clients.connected({ person: { id: person } });
      const ready = new Promise<void>((resolve) => {
        client.connection.bind('message', ({ event, channel }: { event: string; channel?: string }) => {
          const mine = channel === `#server-to-user-${person}`;
          if (mine && event === 'pusher_internal:subscription_succeeded') resolve();
        });
      });
      client.signin();
      await within(ready, 'the sign-in');
      const heard: string[] = [];
      client.user.bind_global((event: string) => heard.push(event));
      return { client, heard, next: (event: string) => happens(client.user, event) };
    };
    const [phone, desk, stranger] = [await hears(id), await hears(id), await hears(other)];
    const [atPhone, atDesk] = [phone.next('note'), desk.next('note')];
    expect((await sdk.sendToUser(id, 'note', { text: 'call back' })).status).toBe(200);
    expect(await within(Promise.all([atPhone, atDesk]), 'the note')).toEqual([
      { text: 'call back' },
      { text: 'call back' },
    ]);
    const after = stranger.next('after');
    await sdk.sendToUser(other, 'after', {});
    await within(after, 'the mark');
    expect(stranger.heard.filter((event) => event === 'note')).toEqual([]);
  });

  optional('sign-in', 'are the only ones who may subscribe to what is said to them', async () => {
    const client = raw();
    await client.socketId();
    const channel = `#server-to-user-${fresh('user')}`;
    client.subscribe(channel);
    await client.settled();
    expect(client.waiting.filter(({ event }) => event === 'pusher_internal:subscription_succeeded')).toEqual(
      [],
    );
  });

  optional('sign-in', 'are sent away for good when the application says so', async () => {
    const id = fresh('user');
    const client = raw();
    const socketId = await client.socketId();
    const userData = JSON.stringify({ id });
    client.say('pusher:signin', {
      auth: authFor(target, `${socketId}::user::${userData}`),
      user_data: userData,
    });
    expect((await client.next('pusher:signin_success')).data).toEqual({ user_data: userData });
    expect((await sdk.terminateUserConnections(id)).status).toBe(200);
    expect(await client.closeCode()).toBe(4009);
  });

  optional('sign-in', 'need a signature: without it the connection is closed with 4009', async () => {
    const client = raw();
    await client.socketId();
    client.say('pusher:signin', { auth: `${target.app.key}:${'0'.repeat(64)}`, user_data: '{"id":"ada"}' });
    expect(await client.closeCode()).toBe(4009);
  });
});

describe('cache channels', () => {
  optional('cache channels', 'say there is nothing yet, and later repeat the last event', async () => {
    const channel = fresh('cache-menu');
    const first = await clients.connected();
    await within(happens(first.subscribe(channel), 'pusher:cache_miss'), 'the miss');
    await sdk.trigger(channel, 'menu', { version: 1 });
    await sdk.trigger(channel, 'menu', { version: 2 });
    const second = await clients.connected();
    expect(await within(happens(second.subscribe(channel), 'menu'), 'the last event')).toEqual({
      version: 2,
    });
  });
});

describe('subscription counts', () => {
  optional('subscription counts', 'are told as they change', async () => {
    const channel = fresh('counted');
    const client = await clients.connected();
    const counts: number[] = [];
    client.subscribe(channel).bind('pusher:subscription_count', (data: { subscription_count: number }) => {
      counts.push(data.subscription_count);
    });
    const second = await clients.connected();
    await within(happens(second.subscribe(channel), 'pusher:subscription_count'), 'the count');
    await eventually(() => counts.at(-1) === 2, 'the first hears of the second');
    expect(counts).not.toContain(0);
  });
});

describe('the HTTP API', () => {
  test('lists occupied channels, by prefix', async () => {
    const prefix = fresh('presence-list');
    await subscribed(await clients.connected({ person: { id: 'ada' } }), `${prefix}-a`);
    await subscribed(await clients.connected({ person: { id: 'bo' } }), `${prefix}-b`);
    const answer = await sdk.get({
      path: '/channels',
      params: { filter_by_prefix: prefix, info: 'user_count' },
    });
    expect(await answer.json()).toMatchObject({
      channels: { [`${prefix}-a`]: { user_count: 1 }, [`${prefix}-b`]: { user_count: 1 } },
    });
  });

  test('tells whether a channel is occupied', async () => {
    const channel = fresh('occupied');
    await subscribed(await clients.connected(), channel);
    expect(await (await sdk.get({ path: `/channels/${channel}` })).json()).toMatchObject({ occupied: true });
    expect(await (await sdk.get({ path: `/channels/${fresh('empty')}` })).json()).toMatchObject({
      occupied: false,
    });
  });

  test('knows members of presence channels only', async () => {
    expect((await signedFetch(target, 'GET', `/channels/${fresh('orders')}/users`)).status).toBe(400);
  });

  const event = { name: 'e', data: '{}', channels: [fresh('orders')] };
  const post = (options: object, change: object = {}) =>
    signedFetch(target, 'POST', '/events', { body: JSON.stringify({ ...event, ...change }), ...options });

  test('turns away who has not the secret, and what was changed on the way', async () => {
    expect((await post({})).status).toBe(200);
    expect((await post({ secret: 'guessed' })).status).toBe(401);
    expect((await post({ key: 'unknown' })).status).toBe(401);
    expect((await post({ sentBody: JSON.stringify({ ...event, name: 'f' }) })).status).toBe(401);
  });

  test('turns away a signature that is more than ten minutes old', async () => {
    expect((await post({ timestamp: Math.floor(Date.now() / 1000) - 700 })).status).toBe(401);
  });

  test('takes empty data, and hands it on', async () => {
    const client = raw();
    await client.socketId();
    client.subscribe(event.channels[0]!);
    await client.next('pusher_internal:subscription_succeeded');
    expect((await post({}, { data: '' })).status).toBe(200);
    expect(JSON.parse((await client.next('e')).raw).data).toBe('');
  });

  test('refuses what is too long or wrongly named', async () => {
    const status = async (change: object) => (await post({}, change)).status;
    expect(await status({ data: 'x'.repeat(10_241) })).toBe(413);
    expect(await status({ channels: Array.from({ length: 101 }, (_, n) => `c${n}`) })).toBe(400);
    expect(await status({ channels: ['not allowed!'] })).toBe(400);
    expect(await status({ channels: ['fine\nnot fine'] })).toBe(400);
    expect(await status({ name: 'x'.repeat(201) })).toBe(400);
    expect(await status({ name: 'pusher:subscribe' })).toBe(400);
  });
});

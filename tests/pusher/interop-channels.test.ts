// What this system needs of a Pusher server's connections and channels: `npm run test:pusher`.
import { describe, expect, test } from 'vitest';
import { within } from './support/deadline.ts';
import { startInterop } from './support/interop.ts';
import { fresh, happens, listen, subscribed, type PresenceChannel } from './support/official.ts';
import { authFor } from './support/raw.ts';

const { target, sdk, clients, raw, marked } = await startInterop();

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
    const client = raw('/app/no-such-key?protocol=7&client=raw&version=1.0');
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

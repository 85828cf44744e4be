// What this system needs of a Pusher server beside channels: client events, users, the last event, counts.
import { describe, expect } from 'vitest';
import { eventually, within } from './support/deadline.ts';
import { startInterop } from './support/interop.ts';
import { fresh, happens, listen, subscribed } from './support/official.ts';
import { authFor } from './support/raw.ts';

const { target, sdk, clients, raw, optional, marked } = await startInterop();

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

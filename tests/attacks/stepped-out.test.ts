// Listening on after stepping out: the live connection of somebody who signed in without a device is ended with it.
import Pusher from 'pusher-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../backend/identity-house.ts';
import { onBothDatabases } from '../backend/support/databases.ts';
import { openShop, until, type Client, type Shop } from '../backend/support/shop.ts';

const hour = 3_600_000;
const login = { email: 'eve@example.com', password: 'correct horse' };

onBothDatabases((databases) => {
  let shop: Shop;
  const open: Pusher[] = [];
  beforeEach(async () => {
    shop = await openShop({ database: await databases.fresh() });
    const eve = { restaurant: 'bella', name: 'Eve', role: 'manager' as const, pin: '739152', ...login };
    must(await shop.backend.identity.addPerson(eve));
  });
  afterEach(async () => {
    for (const pusher of open.splice(0)) pusher.disconnect();
    await shop.close();
  });

  /** An unmodified pusher-js that signed in and hears the restaurant. */
  async function listening({ token }: Client, signsIn = true): Promise<{ states: string[] }> {
    const { key, port } = shop.till.enrolment.pusher;
    const { url } = shop.backend;
    const pusher = new Pusher(key, {
      cluster: '',
      wsHost: '127.0.0.1',
      wsPort: port,
      forceTLS: false,
      enabledTransports: ['ws'],
      channelAuthorization: { endpoint: `${url}/pusher/auth`, transport: 'ajax', params: { token } },
      userAuthentication: { endpoint: `${url}/pusher/user-auth`, transport: 'ajax', params: { token } },
    });
    open.push(pusher);
    const states: string[] = [];
    pusher.connection.bind('state_change', ({ current }: { current: string }) => states.push(current));
    if (signsIn) {
      pusher.signin();
      await pusher.user.signinDonePromise;
    }
    await new Promise<void>((resolve) => {
      pusher.subscribe('private-restaurant-bella').bind('pusher:subscription_succeeded', resolve);
    });
    return { states };
  }
  const signIn = async (at: Client) => {
    const { body, status } = await at.post<{ token: string }>('/people/step-in', login);
    expect(status).toBe(200);
    return shop.client(body.token);
  };

  test.each([true, false])('stepping out ends it, signed in to Pusher: %s', async (signsIn) => {
    const eve = await signIn(shop.nobody);
    const { states } = await listening(eve, signsIn);
    expect((await eve.post('/people/step-out')).status).toBe(204);
    await until('the connection is ended', () => states.includes('disconnected'));
  });

  test('a thief who never signed in to Pusher is cut off with the device', async () => {
    const thief = await shop.enrol('stolen-laptop');
    const { states } = await listening(thief, false);
    expect(await shop.backend.identity.revokeDevice('bella', thief.enrolment.device.id)).toBe(true);
    await until('the connection is ended', () => states.includes('disconnected'));
  });

  /** Pusher takes no signature of another hour, so it is the session's times that go back. */
  async function letExpire(): Promise<void> {
    const { created_at: from, expires_at: to } = await shop.store.read
      .selectFrom('person_sessions')
      .select(['created_at', 'expires_at'])
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();
    expect(to - from).toBe(16 * hour);
    await shop.store.write(async (tx) => {
      const times = { created_at: from - 16 * hour, expires_at: from };
      await tx.updateTable('person_sessions').set(times).where('ended_at', 'is', null).execute();
    });
  }

  test('so does the end of a sign-in that nobody stepped out of', async () => {
    const eve = await signIn(shop.nobody);
    const { states } = await listening(eve);
    await shop.backend.identity.tidy();
    expect((await eve.get('/me')).status).toBe(200);
    await letExpire();
    await until('the connection is ended', () => states.includes('disconnected'));
    expect((await eve.get('/me')).status).toBe(401);
  });

  test('a device goes on ringing when somebody steps out on it, and is connected anew at the end of 16 hours', async () => {
    const { states } = await listening(shop.till);
    const eve = await signIn(shop.till);
    await eve.post('/people/step-out');
    const ended = () => shop.store.read.selectFrom('terminations').select('user_id').execute();
    expect(await ended()).toEqual([]);
    await signIn(shop.till);
    await letExpire();
    await until('the connection is ended', () => states.includes('disconnected'));
    expect((await shop.till.get('/me')).status).toBe(200);
  });
});

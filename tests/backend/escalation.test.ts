import { createHmac, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseEvent } from '../../contract/events.ts';
import type { Db } from '../../backend/db/schema.ts';
import { createEscalation, webhookSecret, type Escalation } from '../../backend/escalation/index.ts';
import {
  changeSettings,
  getRestaurant,
  getRestaurantInFull,
  plainSettings,
} from '../../backend/restaurant/restaurants.ts';
import type { FarewellWhy } from '../../contract/api.ts';
import type { RestaurantSettings } from '../../contract/restaurant.ts';
import { enrolled, eventsOf, openHouse, type House } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';
import { openReceiver, type Receiver } from './support/webhook-receiver.ts';

const minute = 60_000;

async function waitingForALock(db: Db): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.waiting ?? 0;
}

onBothDatabases((databases, kind) => {
  let house: House;
  let escalation: Escalation;
  let manager: string;
  let till: string;
  let receiver: Receiver;

  beforeEach(async () => {
    house = await openHouse(await databases.fresh(), ['bella', 'roma']);
    receiver = await openReceiver();
    await set({});
    manager = 'ada';
    for (const [id, restaurant_id, role] of [
      ['ada', 'bella', 'manager'],
      ['ben', 'bella', 'counter'],
      ['eve', 'roma', 'manager'],
    ] as const)
      await house.store.write(async (tx) => {
        const secrets = { email: null, pin_hash: null, password_hash: null };
        const person = { id, restaurant_id, name: id, role, ...secrets, created_at: 0, ended_at: null };
        await tx.insertInto('people').values(person).execute();
      });
    till = (await enrolled(house)).device.id;
    await stepsIn('ben', till);
    restart();
  });
  afterEach(async () => {
    await house.close();
    receiver.server.closeAllConnections();
    receiver.server.close();
  });

  async function stepsIn(person_id: string, device_id: string): Promise<void> {
    const times = { created_at: house.clock.now, ended_at: null, expires_at: house.clock.now + 600 * minute };
    const session = { id: randomUUID(), person_id, device_id, token_hash: randomUUID(), ...times };
    await house.store.write(async (tx) => {
      await tx.insertInto('person_sessions').values(session).execute();
    });
  }
  async function stepsOut(person: string): Promise<void> {
    await house.store.write(async (tx) => {
      const ended = { ended_at: house.clock.now };
      await tx.updateTable('person_sessions').set(ended).where('person_id', '=', person).execute();
    });
  }
  function restart(): void {
    escalation = createEscalation({
      store: house.store,
      log: house.log,
      now: () => house.clock.now,
      report: () => {},
    });
  }

  async function set(change: Partial<RestaurantSettings>): Promise<void> {
    const webhook = { afterSeconds: 180, webhook: receiver.url };
    const settings = { ...plainSettings, name: 'Bella', escalation: webhook, ...change };
    await house.log.write((tx, append) => changeSettings(tx, append, 'bella', settings, house.clock.now));
  }
  const beat = (audible = true) =>
    house.identity.beat(
      { id: till, restaurant: 'bella' },
      { live: true, audible, window: 'hidden', person: null },
    );

  let placedSoFar = 0;
  async function placed(status = 'new'): Promise<string> {
    placedSoFar += 1;
    const id = `6f1f3a52-9d5e-4f5e-8a55-${String(placedSoFar).padStart(12, '0')}`;
    const at = house.clock.now;
    const row = { id, restaurant_id: 'bella', number: String(placedSoFar), status, channel: 'web' };
    const times = { placed_at: at, ring_at: at, closed_at: null, open: 1, acts: 0, personal: 0 };
    await house.store.write(async (tx) => {
      await tx
        .insertInto('orders')
        .values({ ...row, ...times, placed_by: null, search: '', body: '{}' })
        .execute();
    });
    return id;
  }
  async function becomes(order: string, status: string): Promise<void> {
    await house.store.write(async (tx) => {
      await tx.updateTable('orders').set({ status }).where('id', '=', order).execute();
    });
  }
  /** Lets time pass in steps of half a minute, with the console beating or silent. */
  async function pass(ms: number, heard: boolean): Promise<void> {
    for (const end = house.clock.now + ms; house.clock.now < end;) {
      house.clock.now += Math.min(30_000, end - house.clock.now);
      if (heard) await beat();
      await escalation.round();
    }
  }
  const inbox = async () => (await eventsOf(house, `user:${manager}`)).map((event) => event.type);
  const accepting = async () => (await getRestaurant(house.store.read, 'bella'))?.accepting;
  const calledWith = () => receiver.calls.map((call) => (JSON.parse(call.body) as { type: string }).type);

  test('an order nobody accepts calls the managers after three minutes, once, and is called off when it is taken', async () => {
    const order = await placed();
    await pass(3 * minute - 10_000, true);
    expect(await inbox()).toEqual([]);
    await pass(10_000, true);
    expect(await inbox()).toEqual(['escalation.raised']);
    await pass(5 * minute, true);
    expect(await inbox()).toEqual(['escalation.raised']);
    expect(calledWith()).toEqual(['escalation.raised']);
    await becomes(order, 'accepted');
    await pass(20_000, true);
    expect(await inbox()).toEqual(['escalation.raised', 'escalation.cancelled']);
    expect(calledWith()).toEqual(['escalation.raised', 'escalation.cancelled']);
    expect(await accepting()).toBe(true);
  });

  test('an office is nobody who hears, whatever it says of itself: with it alone the managers are called', async () => {
    const code = { restaurant: 'bella', maxUses: 1, expiresAt: null, kind: 'office' as const };
    const made = await house.identity.addCode(code);
    if (!made.ok) throw new Error(made.detail);
    const request = { code: made.value.code, installId: 'laptop-1', deviceName: 'Laptop' };
    const office = await house.identity.enrol(request, '10.0.0.9');
    if (!office.ok) throw new Error(office.detail);
    const { id } = office.value.device;
    const atTheOffice = async () => {
      await house.identity.beat(
        { id, restaurant: 'bella', kind: 'office' },
        { live: true, audible: true, window: 'shown', person: null },
      );
      await escalation.round();
    };
    await pass(5 * minute, true);
    expect(await inbox()).toEqual([]);
    await placed();
    for (let n = 0; n < 4; n += 1) {
      house.clock.now += 30_000;
      await atTheOffice();
    }
    expect(await inbox()).toEqual(['escalation.raised']);
    expect(await accepting()).toBe(false);
    await pass(30_000, true);
    expect(await accepting()).toBe(true);
  });

  test('an office that joins or goes makes nobody wait any longer', async () => {
    await pass(5 * minute, true);
    await placed();
    house.clock.now += 50_000;
    const made = await house.identity.addCode({
      restaurant: 'bella',
      maxUses: 1,
      expiresAt: null,
      kind: 'office',
    });
    if (!made.ok) throw new Error(made.detail);
    await house.identity.enrol(
      { code: made.value.code, installId: 'laptop-1', deviceName: 'Laptop' },
      '10.0.0.9',
    );
    house.clock.now += 20_000;
    await escalation.round();
    expect(await inbox()).toEqual(['escalation.raised']);
  });

  test('what the managers are told is as the contract has it, and names no customer', async () => {
    const order = await placed();
    await pass(3 * minute, true);
    const [event] = await eventsOf(house, `user:${manager}`);
    expect(parseEvent(event)).toMatchObject({ ok: true });
    expect(event).toMatchObject({
      type: 'escalation.raised',
      escalation: { kind: 'unaccepted', order: { id: order, number: String(placedSoFar) } },
      message: `Order ${placedSoFar} has waited for 3 min: nobody accepted or rejected it.`,
    });
  });

  test('only managers are told, and only those of this restaurant', async () => {
    await placed();
    await pass(4 * minute, true);
    const streams = await house.store.read.selectFrom('events').select('stream').distinct().execute();
    const inboxes = streams.filter(({ stream }) => stream.startsWith('user:'));
    expect(inboxes).toEqual([{ stream: `user:${manager}` }]);
  });

  test('the webhook can be checked by whoever has the secret', async () => {
    await placed();
    await pass(3 * minute, true);
    const [call] = receiver.calls;
    const secret = await webhookSecret(house.store, 'bella');
    const timestamp = String(call?.headers['counterbell-timestamp']);
    const expected = createHmac('sha256', secret).update(`${timestamp}.${call?.body}`).digest('hex');
    expect(call?.headers['counterbell-signature']).toBe(`v1=${expected}`);
    expect(Math.abs(Number(timestamp) * 1000 - house.clock.now)).toBeLessThan(1000);
    expect(await webhookSecret(house.store, 'roma')).not.toBe(secret);
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      id: call?.headers['counterbell-delivery'],
      restaurant: { id: 'bella', name: 'Bella' },
      escalation: { kind: 'unaccepted' },
    });
  });

  test('a receiver that fails is called again, later and later, and the outcome is recorded', async () => {
    receiver.answers.push(503, 500);
    await placed();
    await pass(5 * minute, true);
    expect(receiver.calls).toHaveLength(3);
    const ids = new Set(receiver.calls.map((call) => call.headers['counterbell-delivery']));
    expect(ids.size).toBe(1);
    const rows = await house.store.read.selectFrom('deliveries').selectAll().execute();
    expect(rows).toMatchObject([
      { what: 'raised', attempts: 3, outcome: 'delivered', last: 'HTTP 204', next_at: null },
    ]);
  });

  test('a receiver that refuses is left alone; one that is not there is given up after hours', async () => {
    receiver.answers.push(410);
    await placed();
    await pass(4 * minute, true);
    expect(receiver.calls).toHaveLength(1);
    receiver.server.closeAllConnections();
    receiver.server.close();
    await placed();
    await pass(4 * minute, true);
    for (let i = 0; i < 40; i++) {
      house.clock.now += 30 * minute;
      await beat();
      await escalation.round();
    }
    const rows = await house.store.read
      .selectFrom('deliveries')
      .select(['outcome', 'last'])
      .orderBy('created_at')
      .execute();
    expect(rows).toMatchObject([
      { outcome: 'refused', last: 'HTTP 410' },
      { outcome: 'given-up', last: expect.stringContaining('ECONNREFUSED') },
    ]);
  });

  test('a cancellation never overtakes the call it takes back', async () => {
    receiver.answers.push(503, 503, 503);
    const order = await placed();
    await pass(3 * minute, true);
    await becomes(order, 'rejected');
    await pass(2 * minute, true);
    expect(calledWith()).toEqual([
      ...Array.from({ length: 4 }, () => 'escalation.raised'),
      'escalation.cancelled',
    ]);
  });

  test('silence in opening hours calls the managers, and the restaurant says that it is not accepting', async () => {
    await beat();
    await pass(3 * minute - 10_000, false);
    expect(await accepting()).toBe(true);
    await pass(10_000, false);
    expect(await accepting()).toBe(false);
    expect(await inbox()).toEqual(['escalation.raised']);
    expect((await eventsOf(house, 'restaurant:bella')).at(-1)).toMatchObject({
      type: 'restaurant.updated',
      restaurant: { accepting: false },
    });
    await pass(20_000, true);
    expect(await accepting()).toBe(true);
    expect(await inbox()).toEqual(['escalation.raised', 'escalation.cancelled']);
    expect((await eventsOf(house, 'restaurant:bella')).at(-1)).toMatchObject({
      restaurant: { accepting: true },
    });
  });

  test('a console that is live but can’t be heard is silence', async () => {
    await beat();
    for (let i = 0; i < 18; i++) {
      house.clock.now += 10_000;
      await beat(false);
      await escalation.round();
    }
    expect(await accepting()).toBe(false);
  });

  test('with an order waiting, a minute of silence is enough', async () => {
    await beat();
    await placed();
    await pass(minute, false);
    expect(await accepting()).toBe(false);
    const [event] = await eventsOf(house, `user:${manager}`);
    expect(event).toMatchObject({ escalation: { kind: 'no-console' } });
  });

  const close = (why: FarewellWhy, person: string | null = 'ben', sentAt?: number) =>
    house.identity.farewell(
      { id: till, restaurant: 'bella' },
      { why, person, ...(sentAt === undefined ? {} : { sentAt: new Date(sentAt).toISOString() }) },
    );
  const toldOfTheConsole = async () =>
    (await eventsOf(house, 'restaurant:bella'))
      .map(({ type }) => String(type))
      .filter((type) => type.startsWith('console.'));

  test('closed by somebody in opening hours the managers are called at once, told who it was, and it is over with the next beat', async () => {
    await pass(5 * minute, true);
    house.clock.now += 5000;
    await close('quit');
    await escalation.round();
    expect(await accepting()).toBe(false);
    const [event] = await eventsOf(house, `user:${manager}`);
    expect(event).toMatchObject({
      escalation: { kind: 'no-console', since: new Date(house.clock.now).toISOString() },
      message: 'No console of Bella can be heard: "Till" was closed by ben at 12:05.',
    });
    expect(await eventsOf(house, 'restaurant:bella')).toContainEqual(
      expect.objectContaining({ type: 'console.gone', message: '"Till" was closed by ben at 12:05.' }),
    );
    expect(await house.identity.devices('bella')).toMatchObject([
      { live: false, closed: { why: 'quit', person: 'ben', at: house.clock.now } },
    ]);
    house.clock.now += 2000;
    await escalation.round();
    expect(await toldOfTheConsole()).toEqual(['console.gone']);
    await pass(10_000, true);
    expect(await accepting()).toBe(true);
    expect(await house.identity.devices('bella')).toMatchObject([{ live: true, closed: null }]);
  });

  test.each([
    ['another restaurant’s', 'eve', 0],
    ['in on another device', 'ada', 0],
    ['out for some seconds', 'ben', 6000],
  ])('whoever is not stepped in on the device closes nothing in their name: %s', async (_, person, outMs) => {
    await pass(5 * minute, true);
    const bar = (await enrolled(house, 'bella', 'install-2')).device.id;
    await stepsIn('ada', bar);
    if (outMs > 0) await stepsOut('ben');
    house.clock.now += outMs;
    await close('quit', person);
    await escalation.round();
    const [event] = await eventsOf(house, `user:${manager}`);
    expect(event).toMatchObject({
      message: 'No console of Bella can be heard: "Till" was closed at 12:05.',
    });
  });

  test('whoever stepped out in the very moment closed it', async () => {
    await pass(5 * minute, true);
    await stepsOut('ben');
    house.clock.now += 4000;
    await close('quit');
    expect(await house.identity.devices('bella')).toMatchObject([{ closed: { person: 'ben' } }]);
  });

  test('one that is closed and opened all the time calls the managers once in five minutes, and is missed when it stays away', async () => {
    await pass(5 * minute, true);
    const first = house.clock.now;
    while (house.clock.now < first + minute) {
      await close('quit');
      await escalation.round();
      house.clock.now += 5000;
      await beat();
      await escalation.round();
      house.clock.now += 5000;
    }
    expect(await inbox()).toEqual(['escalation.raised', 'escalation.cancelled']);
    expect(await toldOfTheConsole()).toEqual(['console.gone', 'console.back']);
    await close('quit');
    await pass(3 * minute, false);
    expect(await inbox()).toEqual(['escalation.raised', 'escalation.cancelled', 'escalation.raised']);
    expect(await toldOfTheConsole()).toEqual(['console.gone', 'console.back', 'console.gone']);
    await pass(5 * minute, true);
    await close('quit');
    await escalation.round();
    expect((await inbox()).slice(3)).toEqual(['escalation.cancelled', 'escalation.raised']);
  });

  test('a farewell said twice is one farewell', async () => {
    await pass(5 * minute, true);
    await close('quit');
    await close('quit');
    await escalation.round();
    expect(await accepting()).toBe(false);
  });

  test('a farewell that was long on its way does not close a console that is back', async () => {
    await pass(5 * minute, true);
    const sentAt = house.clock.now;
    house.clock.now += 12_000;
    await beat();
    house.clock.now += 1000;
    await close('quit', 'ben', sentAt);
    await escalation.round();
    expect(await accepting()).toBe(true);
    expect(await house.identity.devices('bella')).toMatchObject([{ live: true, closed: null }]);
    expect(await toldOfTheConsole()).toEqual([]);
    house.clock.now += 1000;
    await close('quit', 'ben', house.clock.now - 500);
    await escalation.round();
    expect(await accepting()).toBe(false);
  });

  // SQLite has one writer.
  if (kind === 'postgres')
    test('a farewell waits for whoever watches over the restaurant with nothing of the device in its hands', async () => {
      let said: Promise<void> | undefined;
      await house.store.write(async (tx) => {
        await tx.updateTable('restaurants').set({ watch_at: 1 }).where('id', '=', 'bella').execute();
        said = close('quit');
        await expect.poll(() => waitingForALock(house.store.read)).toBe(1);
        await sql`select id from devices where id = ${till} for update nowait`.execute(tx);
      });
      await said;
    });

  test('a console that makes room for another version, or goes down with its computer, is waited for as any other', async () => {
    await pass(5 * minute, true);
    await close('shutdown');
    await pass(2 * minute, false);
    expect(await accepting()).toBe(true);
    await pass(minute, false);
    const [event] = await eventsOf(house, `user:${manager}`);
    expect(event).toMatchObject({
      message: expect.stringContaining('"Till" was ended by its computer at'),
    });
  });

  test('outside opening hours silence is nobody’s concern', async () => {
    const closed = [[], [], [], [], [], [], []];
    await set({ openingHours: { week: closed, exceptions: [] } });
    await beat();
    await pass(20 * minute, false);
    expect([await accepting(), await inbox()]).toEqual([true, []]);
  });

  test('new opening hours count at once', async () => {
    const closed = [[], [], [], [], [], [], []];
    await set({ openingHours: { week: closed, exceptions: [] } });
    await beat();
    await pass(5 * minute, false);
    await set({ openingHours: null });
    await pass(10_000, false);
    expect(await accepting()).toBe(false);
  });

  test('a backend that was down does not blame the consoles', async () => {
    await beat();
    house.clock.now += 60 * minute;
    restart();
    await escalation.round();
    expect(await accepting()).toBe(true);
    await pass(2 * minute, false);
    expect(await accepting()).toBe(true);
    await pass(minute, false);
    expect(await accepting()).toBe(false);
  });

  test('two backends on one database call once', async () => {
    const first = escalation;
    restart();
    await placed();
    house.clock.now += 4 * minute;
    await beat();
    await Promise.all([first.round(), escalation.round(), first.round(), escalation.round()]);
    expect(await inbox()).toEqual(['escalation.raised']);
    expect(receiver.calls).toHaveLength(1);
  });

  test('where the webhook goes is told to managers only, and not by events', async () => {
    await set({ prepMinutes: 25 });
    const [event] = await eventsOf(house, 'restaurant:bella');
    expect(event).toMatchObject({ restaurant: { prepMinutes: 20, escalation: { webhook: null } } });
    expect(JSON.stringify(await eventsOf(house, 'restaurant:bella'))).not.toContain(receiver.url);
    expect((await getRestaurant(house.store.read, 'bella'))?.escalation.webhook).toBeNull();
    expect((await getRestaurantInFull(house.store.read, 'bella'))?.escalation.webhook).toBe(receiver.url);
  });

  test('without a webhook nothing is queued', async () => {
    await set({ escalation: { afterSeconds: 60, webhook: null } });
    await placed();
    await pass(2 * minute, true);
    expect(await inbox()).toEqual(['escalation.raised']);
    expect(await house.store.read.selectFrom('deliveries').selectAll().execute()).toEqual([]);
  });
});

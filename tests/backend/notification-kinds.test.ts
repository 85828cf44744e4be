// What the backend notifies people of by itself: orders that wait, silence, consoles that are gone, calls that do not
// arrive, and what is for everybody.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseEvent } from '../../contract/events.ts';
import type { RestaurantSettings } from '../../contract/restaurant.ts';
import { createEscalation, type Escalation } from '../../backend/escalation/index.ts';
import { consolesGonePart } from '../../backend/escalation/console-rows.ts';
import type { Posted } from '../../backend/outgoing/posted.ts';
import {
  createNotifications,
  type Notifications,
  type QueuePush,
} from '../../backend/notifications/index.ts';
import { pageOf } from '../../backend/notifications/inbox.ts';
import { peopleAtOnce } from '../../backend/notifications/to-all.ts';
import { changeSettings, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { createEventLog } from '../../backend/streams/event-log.ts';
import { createLaterEvents } from '../../backend/streams/later-events.ts';
import { openStore } from '../../backend/db/open.ts';
import { enrolled, eventsOf, openHouse, type House } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';

const minute = 60_000;
type Pushed = Parameters<QueuePush>[1];

onBothDatabases((databases, kind) => {
  let url: string;
  let house: House;
  let notifications: Notifications;
  let escalation: Escalation;
  let till: string;
  let answer: Posted;
  let called: number;
  const pushed: Pushed[] = [];

  beforeEach(async () => {
    url = await databases.fresh();
    house = await openHouse(url, ['bella', 'roma']);
    pushed.length = 0;
    answer = { status: 204 };
    called = 0;
    for (const [id, restaurant, role] of [
      ['ada', 'bella', 'manager'],
      ['ben', 'bella', 'counter'],
      ['cleo', 'bella', 'admin'],
      ['eve', 'roma', 'manager'],
    ] as const)
      await addPerson(id, restaurant, role);
    await set({});
    till = (await enrolled(house)).device.id;
    notifications = createNotifications({
      store: house.store,
      log: house.log,
      now: () => house.clock.now,
      queuePush: async (_tx, push) => void pushed.push(push),
      failed: (why) => {
        throw why;
      },
    });
    escalation = escalationOf(house);
  });
  afterEach(() => house.close());

  const escalationOf = ({ store, log }: Pick<House, 'store' | 'log'>) =>
    createEscalation({
      store,
      log,
      now: () => house.clock.now,
      notify: notifications.notify,
      report: (level, line) => {
        if (level === 'error') throw new Error(String(line.err));
      },
      post: async () => {
        called += 1;
        return answer;
      },
    });

  async function addPerson(id: string, restaurant_id: string, role: string, ended_at: number | null = null) {
    const secrets = { email: null, pin_hash: null, password_hash: null };
    const person = { id, restaurant_id, name: id, role, ...secrets, created_at: 0, ended_at };
    await house.store.write((tx) => tx.insertInto('people').values(person).execute());
  }
  async function set(change: Partial<RestaurantSettings>): Promise<void> {
    const settings = { ...plainSettings, name: 'Bella', ...change };
    await house.log.write((tx, append) => changeSettings(tx, append, 'bella', settings, house.clock.now));
  }
  const webhookTo = (webhook: string) => set({ escalation: { afterSeconds: 180, webhook } });
  const beat = (device = till) =>
    house.identity.beat(
      { id: device, restaurant: 'bella' },
      { live: true, audible: true, window: 'hidden', person: null },
    );
  /** In steps of half a minute, with these consoles beating. */
  async function pass(ms: number, beating: readonly string[] = [till]): Promise<void> {
    for (const end = house.clock.now + ms; house.clock.now < end;) {
      house.clock.now += Math.min(30_000, end - house.clock.now);
      for (const device of beating) await beat(device);
      await escalation.round();
    }
  }
  let placedSoFar = 0;
  async function placed(): Promise<string> {
    placedSoFar += 1;
    const id = `6f1f3a52-9d5e-4f5e-8a55-${String(placedSoFar).padStart(12, '0')}`;
    const at = house.clock.now;
    const times = { placed_at: at, ring_at: at, closed_at: null, open: 1, acts: 0, personal: 1 };
    const row = { id, restaurant_id: 'bella', number: String(placedSoFar), status: 'new', channel: 'web' };
    const body = JSON.stringify({ customer: { name: 'Anastasia' } });
    await house.store.write((tx) =>
      tx
        .insertInto('orders')
        .values({ ...row, ...times, placed_by: null, search: 'anastasia', body })
        .execute(),
    );
    return id;
  }
  async function tell(): Promise<void> {
    const worker = createLaterEvents({ ...house, waiting: () => 0, failed: () => {} });
    while ((await worker.round()) > 0);
  }
  async function toldTo(person: string) {
    await tell();
    const page = await pageOf(house.store.read, person, { unread: false, before: null, limit: 100 });
    return page.notifications;
  }
  const kindsOf = async (person: string) => (await toldTo(person)).map((one) => one.kind).toReversed();

  test('an order that waits: beside the event that older consoles live by, in the same transaction', async () => {
    const order = await placed();
    await pass(3 * minute);
    const [told] = await toldTo('ada');
    expect(told).toMatchObject({
      kind: 'escalation',
      title: `Order ${placedSoFar} waits`,
      order: { id: order, number: String(placedSoFar) },
      opened: false,
    });
    expect(told).not.toHaveProperty('from');
    const events = await eventsOf(house, 'user:ada');
    expect(events.map(({ type }) => type)).toEqual(['escalation.raised', 'notification.new']);
    expect(events.every((event) => parseEvent(event).ok)).toBe(true);
    expect(await kindsOf('cleo')).toEqual(['escalation']);
    for (const other of ['ben', 'eve']) expect(await toldTo(other)).toEqual([]);
    expect(pushed).toMatchObject([
      { people: ['ada', 'cleo'], restaurant: 'bella', notification: { kind: 'escalation' } },
    ]);
    // Numbers, and never names.
    const kept = [
      await house.store.read.selectFrom('notifications').selectAll().execute(),
      await house.store.read.selectFrom('events').selectAll().execute(),
    ];
    expect(JSON.stringify([kept, pushed])).not.toMatch(/anastasia/i);
  });

  test('silence: no console can be heard', async () => {
    await beat();
    await pass(3 * minute, []);
    expect((await kindsOf('ada')).toSorted()).toEqual(['console-gone', 'no-console']);
    await pass(10 * minute, []);
    expect(await kindsOf('ada')).toHaveLength(2);
  });

  test('a console that falls silent among others: all consoles are told once, managers notified, until it is back', async () => {
    const bar = (await enrolled(house, 'bella', 'install-2')).device.id;
    const events = async () =>
      (await eventsOf(house, 'restaurant:bella')).filter(({ type }) => String(type).startsWith('console.'));
    const gone = () => house.store.consistent((tx) => consolesGonePart(tx, { restaurant: 'bella' }));
    await pass(minute, [till, bar]);
    const seen = new Date(house.clock.now).toISOString();
    await pass(2 * minute + 30_000);
    expect(await events()).toEqual([]);
    await pass(30_000);
    expect(await events()).toMatchObject([
      { type: 'console.gone', device: { id: bar, name: 'Till' }, since: seen },
    ]);
    expect(await gone()).toEqual({ consolesGone: [{ id: bar, name: 'Till', since: seen }] });
    await pass(20 * minute);
    expect(await events()).toHaveLength(1);
    expect(await kindsOf('ada')).toEqual(['console-gone']);
    expect((await toldTo('cleo'))[0]).toMatchObject({
      title: 'A console cannot be reached',
      data: { consoles: [{ id: bar, name: 'Till', since: seen }] },
    });
    for (const other of ['ben', 'eve']) expect(await toldTo(other)).toEqual([]);
    await pass(30_000, [till, bar]);
    expect((await events()).map(({ type }) => type)).toEqual(['console.gone', 'console.back']);
    expect((await events()).every((event) => parseEvent(event).ok)).toBe(true);
    expect(await gone()).toEqual({ consolesGone: [] });
    // Gone again is news again.
    await pass(4 * minute);
    expect(await kindsOf('ada')).toEqual(['console-gone', 'console-gone']);
    await house.identity.revokeDevice('bella', bar);
    expect((await events()).map(({ type }) => type)).toEqual([
      'console.gone',
      'console.back',
      'console.gone',
      'console.back',
    ]);
    expect(await gone()).toEqual({ consolesGone: [] });
    await pass(10 * minute);
    expect(await kindsOf('ada')).toHaveLength(2);
  });

  test('an office may be silent, and so may everybody while the restaurant is closed', async () => {
    const office = (await enrolled(house, 'bella', 'install-2')).device.id;
    await house.store.write((tx) =>
      tx.updateTable('devices').set({ kind: 'office' }).where('id', '=', office).execute(),
    );
    await pass(minute, [till, office]);
    await pass(10 * minute);
    expect(await toldTo('ada')).toEqual([]);
    await set({
      openingHours: {
        week: Array.from({ length: 7 }, () => [{ opens: '20:00', closes: '21:00' }]),
        exceptions: [],
      },
    });
    await pass(30 * minute, []);
    expect(await toldTo('ada')).toEqual([]);
  });

  test('several that are gone at once are one notification', async () => {
    const others = [
      (await enrolled(house, 'bella', 'install-2')).device.id,
      (await enrolled(house, 'bella', 'install-3')).device.id,
    ];
    await pass(minute, [till, ...others]);
    await pass(3 * minute);
    expect(await toldTo('ada')).toMatchObject([{ title: '2 consoles cannot be reached' }]);
  });

  test('two backends that look at the same moment tell once', async () => {
    const other = kind === 'postgres' ? await openStore(url) : house.store;
    const both = [escalation, escalationOf({ store: other, log: createEventLog(other) })];
    await placed();
    await beat();
    house.clock.now += 4 * minute;
    await Promise.all(both.map((one) => one.round()));
    await Promise.all(both.map((one) => one.round()));
    expect((await kindsOf('ada')).toSorted()).toEqual(['console-gone', 'escalation', 'no-console']);
    await Promise.all([beat(), ...both.map((one) => one.round())]);
    await Promise.all(both.map((one) => one.round()));
    const types = (await eventsOf(house, 'restaurant:bella')).map(({ type }) => type);
    expect(types.filter((type) => String(type).startsWith('console.'))).toEqual([
      'console.gone',
      'console.back',
    ]);
    if (other !== house.store) await other.close();
  });

  test('calls that do not arrive: once in a row, whatever the tries, and anew after one that did', async () => {
    const order = async () => {
      await placed();
      await pass(4 * minute);
    };
    const failures = async () => (await toldTo('ada')).filter((one) => one.kind === 'webhook-failed').length;
    await webhookTo('https://calls.example/secret-path');
    answer = { status: 404 };
    await order();
    expect(await failures()).toBe(1);
    const told = (await toldTo('ada')).find((one) => one.kind === 'webhook-failed');
    expect(told?.body).toContain('calls.example');
    expect(told?.body).toContain('HTTP 404');
    expect(JSON.stringify(told)).not.toContain('secret-path');
    await order();
    await order();
    expect(await failures()).toBe(1);
    answer = { status: 204 };
    await order();
    answer = { status: 500 };
    await order();
    // Still being tried.
    expect(await failures()).toBe(1);
    const before = called;
    await pass(7 * 60 * minute);
    expect(called).toBeGreaterThan(before + 5);
    expect(await failures()).toBe(2);
    // Another address is another matter.
    answer = { status: 404 };
    await webhookTo('https://other.example/');
    await order();
    expect(await failures()).toBe(3);
    expect(await toldTo('ben')).toEqual([]);
  }, 60_000);

  test('for everybody: some people at a time, each once, also when it dies in between', async () => {
    const count = peopleAtOnce * 2 + 10;
    for (let i = 0; i < count; i += 1)
      await addPerson(`p${String(i).padStart(4, '0')}`, i % 2 === 0 ? 'bella' : 'roma', 'counter');
    await addPerson('gone', 'bella', 'counter', 5);
    const matter = {
      kind: 'announcement',
      title: 'Announcement',
      body: 'Menus change.',
      at: house.clock.now,
    } as const;
    const { id } = await house.log.write((tx, append) =>
      notifications.notifyAll(tx, append, { ...matter, restaurant: null }),
    );
    expect(await notifications.reachMore()).toBe(peopleAtOnce);
    const dying = createNotifications({
      store: house.store,
      log: {
        ...house.log,
        write: (work, how) =>
          house.log.write(async (tx, append) => {
            await work(tx, append);
            throw new Error('killed');
          }, how),
      },
      now: () => house.clock.now,
      failed: () => {},
    });
    await expect(dying.reachMore()).rejects.toThrow('killed');
    let rounds = 0;
    while ((await notifications.reachMore()) !== null) rounds += 1;
    expect(rounds).toBeGreaterThan(1);
    for (const person of ['ada', 'eve', 'p0000', `p${String(count - 1).padStart(4, '0')}`])
      expect(await toldTo(person)).toMatchObject([{ id, kind: 'announcement', body: 'Menus change.' }]);
    expect(await toldTo('gone')).toEqual([]);
    const kept = await house.store.read.selectFrom('notification_recipients').select('person_id').execute();
    expect(kept).toHaveLength(count + 4);
    // Quiet is what it is unless somebody chose otherwise: nobody is called.
    expect(pushed).toEqual([]);
    await house.log.write((tx, append) =>
      notifications.notifyAll(tx, append, { ...matter, restaurant: 'roma' }),
    );
    while ((await notifications.reachMore()) !== null);
    expect(await toldTo('eve')).toHaveLength(2);
    expect(await toldTo('ada')).toHaveLength(1);
  });

  const onPostgres = kind === 'postgres' ? test : () => {};
  onPostgres('two backends share what is for everybody, and nobody is told twice', async () => {
    for (let i = 0; i < 350; i += 1) await addPerson(`p${String(i).padStart(4, '0')}`, 'bella', 'counter');
    await house.log.write((tx, append) =>
      notifications.notifyAll(tx, append, {
        kind: 'announcement',
        title: 'A',
        body: 'B',
        at: house.clock.now,
        restaurant: 'bella',
      }),
    );
    const other = await openStore(url);
    const both = [
      notifications,
      createNotifications({
        store: other,
        log: createEventLog(other),
        now: () => house.clock.now,
        failed: () => {},
      }),
    ];
    await Promise.all(
      both.map(async (one) => {
        while ((await one.reachMore()) !== null);
      }),
    );
    const kept = await house.store.read.selectFrom('notification_recipients').select('person_id').execute();
    expect(kept).toHaveLength(353);
    await tell();
    expect(await eventsOf(house, 'user:p0349')).toHaveLength(1);
    await other.close();
  });

  test('switched off, the events go on and nothing is kept', async () => {
    escalation = createEscalation({
      store: house.store,
      log: house.log,
      now: () => house.clock.now,
      report: () => {},
    });
    await placed();
    await pass(4 * minute, []);
    const types = (await eventsOf(house, 'user:ada')).map(({ type }) => type);
    expect(types).toContain('escalation.raised');
    for (const table of ['notifications', 'notification_recipients', 'later_events'] as const)
      expect(await house.store.read.selectFrom(table).selectAll().execute()).toEqual([]);
  });
});

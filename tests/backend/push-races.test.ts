// Many stories in which people come and go on one install while pushes for them are queued and sent, all at once: nothing
// that is somebody's is begun to be sent there after they have gone.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { DatabaseError } from '../../backend/db/database-error.ts';
import type { Store } from '../../backend/db/store.ts';
import { registerPush } from '../../backend/identity/register-push.ts';
import { createDeliveries } from '../../backend/push/deliveries.ts';
import { queuePush } from '../../backend/push/index.ts';
import { addPhone, makeLink } from '../../backend/phone-page/phones.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { PushMessage, PushTarget } from '../../contract/push.ts';
import { enrolled, must, openHouse, type House } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';
import { until } from './support/shop.ts';

/** Marsaglia's xorshift: the same story for the same seed, as far as a database's own timing allows. */
function chance(seed: number): (most: number) => number {
  let state = seed * 2_654_435_769 || 1;
  return (most) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.abs(state) % most;
  };
}

const restaurant = 'bella';
const names = ['ada', 'ben'] as const;
type Name = (typeof names)[number];

/** What is known of one sign-in: whose, and whether its end was answered. */
type SignIn = { name: Name; token: string; over: boolean };

onBothDatabases((databases, kind) => {
  const stories = kind === 'sqlite' ? 60 : 25;

  async function story(house: House, seed: number): Promise<{ sent: number; ended: number }> {
    const dice = chance(seed);
    const pause = async () => {
      for (let i = dice(4); i > 0; i--) await new Promise((go) => setImmediate(go));
    };
    const target: PushTarget = { kind: 'fcm', token: `app-${seed}-${'x'.repeat(20)}` };
    const device = await enrolled(house, restaurant, `install-${seed}`);
    const people = {} as Record<Name, string>;
    for (const [i, name] of names.entries())
      people[name] = must(
        await house.identity.addPerson({
          restaurant,
          name,
          role: 'manager',
          pin: `${seed}${i}0000`.slice(0, 12).padEnd(8, '7'),
        }),
      ).id;

    const signIns: SignIn[] = [];
    const late: string[] = [];
    let [sent, ended, queued] = [0, 0, 0];
    const deliveries = createDeliveries({
      store: house.store,
      now: () => house.clock.now,
      pathOf: () => '/',
      log: () => undefined,
      failed(why) {
        throw why;
      },
      async send(_target, { json }) {
        sent += 1;
        const { title } = JSON.parse(json) as PushMessage;
        // Somebody who has an own sign-in that is not known to be over may be written to.
        if (!signIns.some(({ name, over }) => name === title && !over)) late.push(title);
        await pause();
        return dice(3) === 0 ? { why: 'away' } : { status: 201 };
      },
    });

    const over = (which: (signIn: SignIn) => boolean, known: readonly SignIn[]) => {
      for (const signIn of known.filter(which)) signIn.over = true;
      ended += 1;
    };
    const does = {
      async stepIn() {
        const name = names[dice(names.length)] ?? 'ada';
        const before = [...signIns];
        const { token } = must(
          await house.identity.stepIn(
            { kind: 'device', role: 'counter', id: device.device.id, name: 'Till', restaurant, streams: [] },
            { pin: pins[name], personId: people[name] },
            '10.0.0.1',
          ),
        );
        over(() => true, before);
        const signIn = { name, token, over: false };
        signIns.push(signIn);
        await pause();
        const whose = { restaurant, person: people[name] };
        await registerPush(house.store, whose, token, { target, name: null }, house.clock.now);
      },
      async registerAgain() {
        const last = signIns.at(-1);
        if (last === undefined) return;
        const whose = { restaurant, person: people[last.name] };
        await registerPush(house.store, whose, last.token, { target, name: null }, house.clock.now);
      },
      async stepOut() {
        const before = [...signIns];
        await house.identity.stepOut({ device: device.device.id });
        over(() => true, before);
      },
      async queue() {
        const name = names[dice(names.length)] ?? 'ada';
        queued += 1;
        const news = {
          id: randomUUID(),
          kind: 'message',
          title: name,
          restaurant: '',
          now: house.clock.now,
        } as const;
        await house.store.write((tx) => queuePush(house.store, tx, [people[name]], news));
      },
      async send() {
        await deliveries.send();
      },
    };
    const pins = Object.fromEntries(
      names.map((name, i) => [name, `${seed}${i}0000`.slice(0, 12).padEnd(8, '7')]),
    ) as Record<Name, string>;
    const { stepIn, registerAgain, stepOut, queue, send } = does;
    const deeds = [stepIn, registerAgain, stepOut, queue, queue, queue, queue, send, send, send];
    const actor = async () => {
      for (let turn = 0; turn < 25; turn++) {
        await pause();
        house.clock.now += dice(3_000);
        await deeds[dice(deeds.length)]?.();
      }
    };
    await Promise.all([actor(), actor(), actor(), actor()]);
    await does.queue();
    await house.identity.revokeDevice(restaurant, device.device.id);
    over(() => true, signIns);
    const before = sent;
    // However long one waits: of what is left nothing is anybody's.
    house.clock.now += 60_000;
    while (await deliveries.send());
    await deliveries.settled();
    expect(sent, `seed ${seed}: sent after everybody had gone`).toBe(before);
    expect(late, `seed ${seed}: sent to somebody who had gone`).toEqual([]);
    const tied = await house.store.read.selectFrom('push_registrations').select('id').execute();
    expect(tied, `seed ${seed}: still tied`).toEqual([]);
    expect(queued).toBeGreaterThan(0);
    return { sent, ended };
  }

  test(`${stories} stories on one install: nothing comes to whoever has gone`, async () => {
    const house = await openHouse(await databases.fresh());
    const sum = { sent: 0, ended: 0 };
    for (let seed = 1; seed <= stories; seed++) {
      const { sent, ended } = await story(house, seed);
      sum.sent += sent;
      sum.ended += ended;
    }
    // Without both it would prove nothing.
    expect(sum.sent).toBeGreaterThan(stories);
    expect(sum.ended).toBeGreaterThan(stories);
    await house.close();
  });

  /** One install with a push for Ada in the queue, and what would be sent to it over a store that does as told. */
  async function waitingFor(store: (own: Store, gone: () => Promise<void>) => Store) {
    const house = await openHouse(await databases.fresh());
    const { device } = await enrolled(house, restaurant);
    const ada = must(
      await house.identity.addPerson({ restaurant, name: 'ada', role: 'manager', pin: '24681357' }),
    );
    const till: Principal = {
      kind: 'device',
      role: 'counter',
      id: device.id,
      name: 'Till',
      restaurant,
      streams: [],
    };
    const { token } = must(await house.identity.stepIn(till, { pin: '24681357' }, '10.0.0.1'));
    const now = () => house.clock.now;
    const target: PushTarget = { kind: 'fcm', token: `app-${'x'.repeat(20)}` };
    await registerPush(house.store, { restaurant, person: ada.id }, token, { target, name: null }, now());
    const news = { id: randomUUID(), kind: 'message', title: 'Hello', restaurant: '', now: now() } as const;
    await house.store.write((tx) => queuePush(house.store, tx, [ada.id], news));
    let sent = 0;
    const failures: unknown[] = [];
    const deliveries = createDeliveries({
      store: store(house.store, () => house.identity.stepOut({ device: device.id })),
      now,
      pathOf: () => '/',
      log: () => undefined,
      failed: (why) => void failures.push(why),
      send: async () => {
        sent += 1;
        return { status: 201 };
      },
    });
    const round = async () => {
      while (await deliveries.send());
      await deliveries.settled();
    };
    const left = async () =>
      (await house.store.read.selectFrom('push_deliveries').select('message_id').execute()).length;
    return { house, round, left, sent: () => sent, failures };
  }

  /** In SQLite whoever writes next waits for this one anyhow. */
  async function isSomebodyHeld(store: Store): Promise<boolean> {
    if (kind === 'sqlite') return true;
    const held = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return (await held.execute(store.read)).rows.length > 0;
  }

  test('who is out before the answer to a claim has come is sent nothing', async () => {
    let writes = 0;
    const { house, round, sent, failures } = await waitingFor((own, gone) => ({
      ...own,
      async write(work, how) {
        const answer = await own.write(work, how);
        if ((writes += 1) === 1) await gone();
        return answer;
      },
    }));
    await round();
    expect(sent()).toBe(0);
    expect(failures).toEqual([]);
    await house.close();
  });

  test('who steps out once their push has begun is told so afterwards', async () => {
    const told: string[] = [];
    let leaving: Promise<void> | undefined;
    let writes = 0;
    const { house, round, sent } = await waitingFor((own, gone) => ({
      ...own,
      async write(work, how) {
        if ((writes += 1) !== 2) return own.write(work, how);
        return own.write(async (tx) => {
          const answer = await work(tx);
          leaving = gone().then(() => void told.push('out'));
          await until('them to wait, or to be out', async () => told.length > 0 || isSomebodyHeld(own));
          told.push('begun');
          return answer;
        }, how);
      },
    }));
    await round();
    await leaving;
    expect(sent()).toBe(1);
    expect(told).toEqual(['begun', 'out']);
    await house.close();
  });

  test('a database that goes away once a push has begun has it sent no second time', async () => {
    let writes = 0;
    const { house, round, left, sent, failures } = await waitingFor((own) => ({
      ...own,
      async write(work, how) {
        const answer = await own.write(work, how);
        if ((writes += 1) === 2) throw new DatabaseError('connection-lost', 'unknown');
        return answer;
      },
    }));
    await round();
    house.clock.now += 60_000;
    await round();
    expect(sent()).toBe(1);
    expect(await left()).toBe(0);
    expect(failures).toEqual([]);
    await house.close();
  });

  test('a phone that is added in the moment in which its manager ends or steps out is not left behind', async () => {
    const house = await openHouse(await databases.fresh());
    for (let seed = 1; seed <= stories; seed++) {
      const { device } = await enrolled(house, restaurant, `install-${seed}`);
      const pin = String(100_000 + seed);
      const { id } = must(await house.identity.addPerson({ restaurant, name: 'ada', role: 'manager', pin }));
      const { token } = must(
        await house.identity.stepIn(
          { kind: 'device', role: 'counter', id: device.id, name: 'Till', restaurant, streams: [] },
          { pin, personId: id },
          '10.0.0.1',
        ),
      );
      const made = await makeLink(house.store, { token, restaurant }, house.clock.now);
      const target: PushTarget = { kind: 'apns', token: `phone-${seed}-xxxxxxxxxxxx` };
      const steppedOut = seed % 2 === 0;
      await Promise.all([
        addPhone(house.store, made?.link ?? '', { target, name: 'Phone' }, house.clock.now),
        steppedOut ? house.identity.stepOut({ token }) : house.identity.endPerson(restaurant, id),
      ]);
      if (steppedOut) await house.identity.endPerson(restaurant, id);
      const left = await house.store.read
        .selectFrom('push_registrations')
        .select('id')
        .where('person_id', '=', id)
        .execute();
      expect(left, `seed ${seed}`).toEqual([]);
    }
    await house.close();
  });
});

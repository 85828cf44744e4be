// Who is called when a thousand restaurants need a call at the same time, and when some of them cannot be looked at.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEscalation, type Escalation } from '../../backend/escalation/index.ts';
import { snapshotOf } from '../../backend/orders/snapshot.ts';
import { plainSettings } from '../../backend/restaurant/restaurants.ts';
import type { Store } from '../../backend/db/store.ts';
import { openHouse, type House } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';

const minute = 60_000;
const many = process.env.COUNTERBELL_LONG_TESTS === '1' ? 1000 : 40;

onBothDatabases((databases) => {
  let house: House;
  let escalation: Escalation;
  const failures: Record<string, unknown>[] = [];
  const tried: string[] = [];

  beforeEach(async () => {
    house = await openHouse(await databases.fresh(), ['bella']);
    failures.length = 0;
    tried.length = 0;
    escalation = createEscalation({
      store: house.store,
      log: house.log,
      now: () => house.clock.now,
      report: (level, line) => void (level === 'error' && failures.push(line)),
      post: async (url) => {
        tried.push(url);
        return url.endsWith('/dead') ? { why: 'nobody answers' } : { status: 204 };
      },
    });
  });
  afterEach(() => house.close());

  const settings = (webhook: string | null) =>
    JSON.stringify({ ...plainSettings, name: 'Roma', escalation: { afterSeconds: 180, webhook } });

  async function restaurants(count: number, body = settings(null), endedAt: number | null = null) {
    const ids = Array.from({ length: count }, (_, n) => `roma-${n}`);
    const row = {
      body,
      accepting: 1,
      pin_salt: 's',
      watch_at: house.clock.now,
      created_at: 0,
      ended_at: endedAt,
    };
    await insert(
      house.store,
      'restaurants',
      ids.map((id) => ({ id, ...row })),
    );
    return ids;
  }

  let made = 0;
  async function orders(of: readonly string[], ageMs: number): Promise<void> {
    const at = house.clock.now - ageMs;
    const row = { number: '1', status: 'new', channel: 'web', placed_by: null, placed_at: at, ring_at: at };
    const rest = { closed_at: null, open: 1, acts: 0, search: '', personal: 0, body: '{}' };
    await insert(
      house.store,
      'orders',
      of.map((restaurant_id) => {
        made += 1;
        return {
          id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
          restaurant_id,
          ...row,
          ...rest,
        };
      }),
    );
  }

  async function called(): Promise<Set<string>> {
    const rows = await house.store.read
      .selectFrom('escalations')
      .select('restaurant_id')
      .where('kind', '=', 'unaccepted')
      .execute();
    return new Set(rows.map((row) => row.restaurant_id));
  }

  test('the orders of closed restaurants, however many and old, keep nobody from being called for', async () => {
    const closed = await restaurants(250, settings(null), house.clock.now);
    await orders(closed, 100 * minute);
    // From here on its own time comes only in minutes: what is looked at is its order.
    await escalation.round();
    await orders(['bella'], 4 * minute);
    await escalation.round();
    expect(await called()).toEqual(new Set(['bella']));
  });

  test('an order of each of many restaurants, and hundreds of one of them: every restaurant is called for at once', async () => {
    const all = await restaurants(many);
    // From here on their own time comes only in minutes: what is looked at is their orders.
    await escalation.round();
    await orders(
      Array.from({ length: 250 }, () => 'roma-0'),
      5 * minute,
    );
    await orders([...all, 'bella'], 4 * minute);
    await escalation.round();
    expect(await called()).toEqual(new Set([...all, 'bella']));
  });

  test('thousands of orders of one sales channel are called for bit by bit: nobody waits behind all of them', async () => {
    const open = async () =>
      house.store.read
        .selectFrom('escalations')
        .select((of) => of.fn.countAll<number>().as('n'))
        .where('kind', '=', 'unaccepted')
        .where('cancelled_at', 'is', null)
        .executeTakeFirstOrThrow()
        .then(({ n }) => Number(n));
    const flood = Array.from({ length: 120 }, () => 'bella');
    await orders(flood, 5 * minute);
    const seen = [];
    for (let round = 0; round < 3; round++) {
      await escalation.round();
      seen.push(await open());
    }
    expect(seen).toEqual([50, 100, 120]);
    // All of them are taken care of at once.
    await house.store.write((tx) => tx.updateTable('orders').set({ status: 'accepted' }).execute());
    for (let round = 0; round < 3; round++) {
      await escalation.round();
      seen.push(await open());
    }
    expect(seen.slice(3)).toEqual([70, 20, 0]);
    expect(failures).toEqual([]);
  });

  test('a restaurant that cannot be looked at is told to the log, and the others are called for', async () => {
    const [broken = ''] = await restaurants(1, '{"openingHours":"always"}');
    await orders([broken], 10 * minute);
    await orders(['bella'], 4 * minute);
    await escalation.round();
    expect(await called()).toEqual(new Set(['bella']));
    expect(failures).toMatchObject([{ event: 'escalation.failed', restaurant: broken }]);
  });

  test('a look that finds nothing to do writes nothing down while the next one has its time', async () => {
    await orders(['bella'], 2 * minute);
    await escalation.round();
    const watchAt = async () =>
      (await house.store.read.selectFrom('restaurants').select('watch_at').executeTakeFirstOrThrow())
        .watch_at;
    const before = await watchAt();
    house.clock.now += 2000;
    await escalation.round();
    expect(await watchAt()).toBe(before);
  });

  test('webhooks that nobody answers do not hold up a first call', async () => {
    await orders(await restaurants(Math.min(many, 400), settings('http://127.0.0.1/dead')), 4 * minute);
    await escalation.round();
    await house.store.write(async (tx) => {
      await tx
        .updateTable('restaurants')
        .set({ body: settings('http://127.0.0.1/good') })
        .where('id', '=', 'bella')
        .execute();
    });
    await orders(['bella'], 4 * minute);
    house.clock.now += 30 * minute;
    tried.length = 0;
    await escalation.round();
    expect(tried).toContain('http://127.0.0.1/good');
  });

  test('a manager who steps in after the call finds it in the snapshot, at the place from which they follow', async () => {
    await orders(['bella'], 4 * minute);
    await escalation.round();
    const read = async (manages: boolean) => {
      const made = await snapshotOf(house.store, {
        restaurant: 'bella',
        streams: ['restaurant:bella'],
        manages,
        now: house.clock.now,
        limit: null,
        after: null,
      });
      return JSON.parse('json' in made ? made.json : '{}') as Record<string, unknown>;
    };
    expect(await read(false)).not.toHaveProperty('escalations');
    const order = { id: expect.any(String), number: '1' };
    const since = new Date(house.clock.now - 4 * minute).toISOString();
    const unaccepted = { kind: 'unaccepted', order, since };
    expect((await read(true)).escalations).toContainEqual(unaccepted);
    await house.store.write(async (tx) => {
      await tx
        .updateTable('orders')
        .set({ status: 'accepted' })
        .where('restaurant_id', '=', 'bella')
        .execute();
    });
    house.clock.now += 1000;
    await escalation.round();
    expect((await read(true)).escalations).not.toContainEqual(unaccepted);
  });
});

/** In pieces, because a statement takes only so many values. */
async function insert(store: Store, table: 'restaurants' | 'orders', rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 100)
    await store.write(async (tx) => {
      await tx
        .insertInto(table)
        .values(rows.slice(from, from + 100) as never)
        .execute();
    });
}

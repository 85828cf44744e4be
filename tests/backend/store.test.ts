// What both databases promise: writes that are whole, apart from each other, and there once they are answered.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../backend/db/open.ts';
import type { HowToWrite, Store } from '../../backend/db/store.ts';
import type { Key } from '../../backend/orders/commands-kept.ts';
import { createIntake } from '../../backend/orders/intake.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { createEventLog } from '../../backend/streams/event-log.ts';
import { newOrder } from '../../contract/order.ts';
import type { Principal } from '../../contract/permissions.ts';
import { onBothDatabases } from './support/databases.ts';

onBothDatabases((databases, kind) => {
  let url: string;
  let store: Store;
  beforeEach(async () => {
    url = await databases.fresh();
    store = await openStore(url);
  });
  afterEach(() => store.close());

  const put = (key: string, value: string, how?: HowToWrite) =>
    store.write(async (tx) => {
      await tx.insertInto('meta').values({ key, value }).execute();
      return key;
    }, how);
  const kept = () =>
    store.read
      .selectFrom('meta')
      .select(['key', 'value'])
      .where('key', 'like', 'test-%')
      .orderBy('key')
      .execute();

  test('a write that fails takes nothing else with it, though they share a transaction', async () => {
    const results = await Promise.allSettled([
      put('test-a', '1'),
      put('test-a', '2'),
      put('test-b', '3'),
      put('test-c', '4'),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect((await kept()).map((row) => row.value)).toEqual(['1', '3', '4']);
  });

  test('a write that breaks off half way leaves nothing', async () => {
    const broken = store.write(async (tx) => {
      await tx.insertInto('meta').values({ key: 'test-half', value: '' }).execute();
      throw new Error('the other half');
    });
    await expect(broken).rejects.toThrow('the other half');
    expect(await kept()).toEqual([]);
  });

  test('readers see nothing that is not committed, and several reads of one moment', async () => {
    let during: unknown;
    await store.write(async (tx) => {
      await tx.insertInto('meta').values({ key: 'test-k', value: 'v' }).execute();
      during = await kept();
    });
    expect(during).toEqual([]);
    const [before, after] = await store.consistent(async (tx) => {
      const read = () => tx.selectFrom('meta').select('key').where('key', 'like', 'test-%').execute();
      const first = await read();
      await put('test-l', 'v');
      return [first, await read()];
    });
    expect(after).toEqual(before);
    expect(await kept()).toHaveLength(2);
  });

  test('everything is there again after closing and opening', async () => {
    await put('test-kept', 'yes');
    await store.close();
    store = await openStore(url);
    expect(await kept()).toEqual([{ key: 'test-kept', value: 'yes' }]);
  });

  test('many at once get seqs without a gap, each naming the event before, over several streams', async () => {
    const log = createEventLog(store);
    const streams = ['order:x', 'restaurant:a', 'user:u'];
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => {
        // As intake does: several in one go, whatever their order. As commands do: one after the other.
        const event = (stream: string) => ({ stream, type: 't', message: 'm', at: i, body: {} });
        if (i % 2 === 0)
          return log.write((_tx, append) =>
            append.numbered(['user:u', 'restaurant:a', 'restaurant:a'], (places) => ({
              events: places.map(({ stream }) => event(stream)),
              along: {},
            })),
          );
        return log.write(
          async (_tx, append) => {
            for (const stream of streams) await append(event(stream));
            if (i % 10 === 9) throw new Error('changed their mind');
          },
          { urgent: i % 4 === 1 },
        );
      }),
    );
    const whys = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    expect(new Set(whys)).toEqual(new Set(['Error: changed their mind']));
    for (const [stream, count] of [
      ['restaurant:a', 84],
      ['user:u', 54],
    ] as const) {
      const rows = await store.read
        .selectFrom('events')
        .select(['seq', 'id', 'body'])
        .where('stream', '=', stream)
        .orderBy('seq')
        .execute();
      expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
      const prevs = rows.map((row) => (JSON.parse(row.body) as { prev: string | null }).prev);
      expect(prevs).toEqual([null, ...rows.slice(0, -1).map((row) => row.id)]);
    }
  });

  test('one order sent to two backends with one key in the same moment is placed once', async () => {
    const other = await openStore(url);
    const restaurant = 'bella';
    await store.write((tx) =>
      addRestaurant(tx, restaurant, { ...plainSettings, name: restaurant }, Date.now()),
    );
    const intakes = [store, other].map((at) =>
      createIntake({ store: at, log: createEventLog(at), now: Date.now }),
    );
    const principal: Principal = {
      kind: 'channel',
      role: 'channel',
      id: 'web',
      name: 'web',
      restaurant,
      streams: [],
    };
    const posted = newOrder.parse({ items: [{ name: 'Soup' }] });
    const key = { scope: 'key:web', key: 'once', hash: 'same' };
    const place = (i: number, one: Key | null) =>
      intakes[i % 2]!.place({ principal, restaurant, posted, key: one });
    const eight = Array.from({ length: 8 }, (_, i) => i);
    // In company, and all of them at once.
    const [company, placed] = await Promise.all([
      Promise.all(eight.map((i) => place(i, null))),
      Promise.all(eight.map((i) => place(i, key))),
    ]);
    expect(new Set(placed.map(({ order }) => order.id)).size).toBe(1);
    expect(placed.filter(({ again }) => !again)).toHaveLength(1);
    const seqs = [...company, ...placed.filter(({ again }) => !again)].map(({ seq }) => seq);
    expect(seqs.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await other.close();
  });

  const onPostgres = kind === 'postgres' ? test : () => {};
  onPostgres('who waits for each other in a circle is run again', async () => {
    await put('test-a', '0');
    await put('test-b', '0');
    let first: () => void = () => {};
    const bothHoldOne = new Promise<void>((resolve) => (first = resolve));
    let holding = 0;
    const add = (one: string, other: string) =>
      store.write(async (tx) => {
        const bump = async (key: string) => {
          const { value } = await tx
            .selectFrom('meta')
            .select('value')
            .where('key', '=', key)
            .forUpdate()
            .executeTakeFirstOrThrow();
          await tx
            .updateTable('meta')
            .set({ value: String(Number(value) + 1) })
            .where('key', '=', key)
            .execute();
        };
        await bump(one);
        holding += 1;
        if (holding === 2) first();
        await bothHoldOne;
        await bump(other);
      });
    await Promise.all([add('test-a', 'test-b'), add('test-b', 'test-a')]);
    expect((await kept()).map((row) => row.value)).toEqual(['2', '2']);
  });

  const onSqlite = kind === 'sqlite' ? test : () => {};
  onSqlite('urgent writes go before those that wait longer', async () => {
    const order: string[] = [];
    const note = (name: string) => async () => void order.push(name);
    await Promise.all([
      store.write(note('intake 1')),
      store.write(note('intake 2')),
      store.write(note('relay'), { urgent: true }),
    ]);
    expect(order).toEqual(['relay', 'intake 1', 'intake 2']);
  });
});

// Events that are appended later: once each, in their streams' order, after orders, whoever dies in between.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backup, restore } from '../../backend/db/backup.ts';
import { openStore } from '../../backend/db/open.ts';
import type { Store } from '../../backend/db/store.ts';
import { createEventLog, type EventLog, type NewEvent } from '../../backend/streams/event-log.ts';
import { createLaterEvents, mostAtOnce } from '../../backend/streams/later-events.ts';
import { onBothDatabases } from './support/databases.ts';
import { addFirstRestaurant } from './support/first-restaurant.ts';
import { buildBackend, runBackend } from './support/process.ts';
import { openShop, until } from './support/shop.ts';

const event = (stream: string, what: unknown): NewEvent => ({
  stream,
  type: 'test.told',
  message: 'm',
  at: 1_000,
  body: { what },
});

type Told = { seq: number; id: string; prev: string | null; what: unknown };

async function told(store: Store, stream: string): Promise<Told[]> {
  const rows = await store.read
    .selectFrom('events')
    .select('body')
    .where('stream', '=', stream)
    .orderBy('seq')
    .execute();
  return rows.map(({ body }) => JSON.parse(body) as Told);
}

const leftIn = async (store: Store): Promise<number> =>
  (await store.read.selectFrom('later_events').select('n').execute()).length;

/** Dense, each naming the one before, and each about what was to be told, in that order. */
function expectToldInOrder(events: readonly Told[], expected: readonly unknown[]): void {
  expect(events.map(({ what }) => what)).toEqual(expected);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
  expect(events.map(({ prev }) => prev)).toEqual(events.map((_, i) => events[i - 1]?.id ?? null));
}

/** Dies in every so-many-eth transaction, when everything is written and nothing is committed. */
function dyingLog(log: EventLog, every: number): EventLog {
  let n = 0;
  return {
    ...log,
    write: (work, how) =>
      log.write(async (tx, append) => {
        const result = await work(tx, append);
        n += 1;
        if (n % every === 0) throw new Error('killed');
        return result;
      }, how),
  };
}

onBothDatabases((databases, kind) => {
  let url: string;
  const opened: Store[] = [];
  const open = async () => {
    const store = await openStore(url);
    opened.push(store);
    return store;
  };
  beforeEach(async () => {
    url = await databases.fresh();
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  const workerOf = (store: Store, log: EventLog, waiting: () => number = () => 0) =>
    createLaterEvents({ store, log, waiting, failed: () => {} });

  test('each once and in order, with several writers and workers that die before they commit', async () => {
    // SQLite has one backend, PostgreSQL may have several.
    const stores = [await open(), ...(kind === 'postgres' ? [await open()] : [])];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.record({ count: fc.integer({ min: 1, max: 30 }), rollsBack: fc.boolean() }), {
            minLength: 1,
            maxLength: 6,
          }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.integer({ min: 2, max: 4 }),
        async (writers, diesEvery) => {
          run += 1;
          const expected = new Map<string, string[]>();
          let writing = writers.length;
          const write = async (transactions: (typeof writers)[number], nth: number) => {
            const own = `user:${run}-${nth}`;
            const mine: string[] = [];
            expected.set(own, mine);
            const log = createEventLog(stores[nth % stores.length]!);
            for (const [i, { count, rollsBack }] of transactions.entries()) {
              const whats = Array.from({ length: count }, (_, k) => `${i}.${k}`);
              const written = log.write(async (_, append) => {
                await append.later(whats.map((what) => event(own, what)));
                if (rollsBack) throw new Error('changed their mind');
              });
              if (rollsBack) await expect(written).rejects.toThrow('changed their mind');
              else {
                await written;
                mine.push(...whats);
              }
            }
            writing -= 1;
          };
          const work = async (store: Store) => {
            const worker = workerOf(store, dyingLog(createEventLog(store), diesEvery));
            for (;;) {
              const over = writing === 0;
              const appended = await worker.round().catch(() => null);
              if (appended === 0 && over) return;
              // SQLite answers in the same breath, and whoever writes would never have a turn.
              await setImmediate();
            }
          };
          await Promise.all([...writers.map(write), ...stores.map(work)]);
          const [store] = stores;
          for (const [stream, whats] of expected) expectToldInOrder(await told(store!, stream), whats);
          expect(await leftIn(store!)).toBe(0);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('not while anything waits that goes first, and so few at a time', async () => {
    const store = await open();
    const log = createEventLog(store);
    await log.write((_, append) =>
      append.later(Array.from({ length: mostAtOnce + 5 }, (_, i) => event('user:u', i))),
    );
    let waiting = 5;
    const seen: number[] = [];
    const atTheTime: number[] = [];
    const watching: EventLog = {
      ...log,
      write(work, how) {
        atTheTime.push(waiting);
        return log.write(work, how);
      },
    };
    const worker = workerOf(store, watching, () => {
      seen.push(waiting);
      return waiting > 0 ? waiting-- : 0;
    });
    expect(await worker.round()).toBe(mostAtOnce);
    expect(seen).toEqual([5, 4, 3, 2, 1, 0]);
    expect(atTheTime).toEqual([0]);
    expect(await worker.round()).toBe(5);
    expect(await worker.round()).toBe(0);
    expectToldInOrder(
      await told(store, 'user:u'),
      Array.from({ length: mostAtOnce + 5 }, (_, i) => i),
    );
  });

  test('where orders never end, a few are told all the same', async () => {
    const store = await open();
    const log = createEventLog(store);
    await log.write((_, append) => append.later([event('user:u', 1)]));
    expect(await workerOf(store, log, () => 1).round()).toBe(1);
  });

  test('an event keeps the id it has, and one written down with an order is told as well', async () => {
    const store = await open();
    const log = createEventLog(store);
    const id = randomUUID();
    let heard = 0;
    log.onLater(() => (heard += 1));
    await log.write((_, append) => append.later([{ ...event('user:u', 'own'), id }]));
    await log.write((_, append) =>
      append.numbered(['restaurant:a'], ([place]) => ({
        events: [event('restaurant:a', place?.number)],
        later: [event('user:u', 'along')],
        along: { meta: [{ key: 'test-along', value: 'v' }] },
      })),
    );
    await log.write((_, append) => append(event('user:u', 'at once')));
    expect(heard).toBe(2);
    expect(await workerOf(store, log).round()).toBe(2);
    const events = await told(store, 'user:u');
    expectToldInOrder(events, ['at once', 'own', 'along']);
    expect(events[1]?.id).toBe(id);
  });

  test('a number to call out is taken by nothing that is told later', async () => {
    const store = await open();
    const log = createEventLog(store);
    const number = async () => {
      let given = 0;
      await log.write((_, append) =>
        append.numbered(['restaurant:a'], ([place]) => {
          given = place?.number ?? 0;
          return { events: [event('restaurant:a', given)], along: {} };
        }),
      );
      return given;
    };
    expect(await number()).toBe(1);
    await log.write((_, append) =>
      append.later([event('restaurant:a', 'x'), event('restaurant:b', 'y'), event('restaurant:a', 'z')]),
    );
    await workerOf(store, log).round();
    expect(await number()).toBe(2);
  });

  test('a running backend tells at once what was committed to be told later', async () => {
    const shop = await openShop({ database: url });
    try {
      await shop.backend.log.write((_, append) =>
        append.later(Array.from({ length: 60 }, (_, i) => event(`user:u${i % 3}`, i))),
      );
      await until('all are told', async () => (await leftIn(shop.store)) === 0);
      for (const k of [0, 1, 2])
        expectToldInOrder(
          await told(shop.store, `user:u${k}`),
          Array.from({ length: 20 }, (_, i) => i * 3 + k),
        );
      await until('all are published', async () => {
        const rows = await shop.store.read.selectFrom('streams').select(['seq', 'published_seq']).execute();
        return rows.every((row) => row.seq === row.published_seq);
      });
    } finally {
      await shop.close();
    }
  });

  test('a backup knows nothing of them, and a restore leaves none of them behind', async () => {
    const store = await open();
    const log = createEventLog(store);
    const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-later-'));
    try {
      await log.write((_, append) => append.later([event('user:u', 'before')]));
      await backup(store, path.join(folder, 'b.gz'), Date.now());
      await log.write((_, append) => append.later([event('user:u', 'after')]));
      await restore(store, path.join(folder, 'b.gz'));
      expect(await leftIn(store)).toBe(0);
      await log.write((_, append) => append.later([event('user:u', 'anew')]));
      expect(await workerOf(store, log).round()).toBe(1);
      expect((await told(store, 'user:u')).map(({ what }) => what)).toEqual(['anew']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a backend that is killed in the middle of it goes on where it was', async () => {
    await buildBackend();
    await addFirstRestaurant(url);
    const store = await open();
    const log = createEventLog(store);
    const streams = ['user:a', 'user:b', 'user:c'];
    const perStream = 700;
    for (let from = 0; from < perStream; from += 100)
      await log.write((_, append) =>
        append.later(
          Array.from({ length: 100 }, (_, i) => streams.map((stream) => event(stream, from + i))).flat(),
        ),
      );
    const instances = kind === 'postgres' ? 2 : 1;
    let inTheMiddle = 0;
    for (let kill = 0; kill < 4; kill += 1) {
      const before = await leftIn(store);
      // A fast machine has told them all before it was killed.
      if (before === 0) break;
      const backends = await Promise.all(
        Array.from({ length: instances }, () => runBackend({ PORT: '0', DATABASE_URL: url })),
      );
      await until('some of them are told', async () => (await leftIn(store)) < before);
      await Promise.all(backends.map((backend) => backend.kill()));
      if ((await leftIn(store)) > 0) inTheMiddle += 1;
    }
    expect(inTheMiddle).toBeGreaterThan(0);
    const last = await runBackend({ PORT: '0', DATABASE_URL: url });
    await until('all of them are told', async () => (await leftIn(store)) === 0);
    await last.stop();
    for (const stream of streams)
      expectToldInOrder(
        await told(store, stream),
        Array.from({ length: perStream }, (_, i) => i),
      );
  }, 120_000);
});

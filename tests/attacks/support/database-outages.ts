// Runs the backend as it ships under load on a PostgreSQL that is restarted, killed, stopped and cut off, and looks
// whether every order it answered 201 for is there exactly once and reached the wire.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { EnrolAnswer, placedAnswer } from '../../../contract/api.ts';
import type { z } from 'zod';
import { openStore } from '../../../backend/db/open.ts';
import { randomFrom } from '../../../backend/demo/random.ts';
import { addFirstRestaurant } from '../../backend/support/first-restaurant.ts';
import { consume } from '../../backend/support/consumer.ts';
import { startPostgres, type TestPostgres } from '../../backend/support/postgres.ts';
import { buildBackend, runBackend } from '../../backend/support/process.ts';
import { clientOf, simpleOrder, until } from '../../backend/support/shop.ts';
import { freePort } from '../../support/free-port.ts';
import { startNetwork, type Network } from '../../support/proxy.ts';

export type Outage =
  | 'restarted fast'
  | 'restarted immediately'
  | 'killed'
  | 'stopped'
  | 'stopped until orders are refused'
  | 'cut off'
  | 'stalled'
  | 'forgotten by the router';

export type OutageReport = { orders: number; refused: number; slowestReadyMs: number };

/** Longer than this nobody may wait for /readyz, and a busy machine gets as much again. */
const readyWithinMs = 2_000;

export async function orderThroughOutages(run: {
  outages: readonly Outage[];
  seed: number;
}): Promise<OutageReport> {
  await buildBackend();
  const random = randomFrom(run.seed);
  const postgres = await startPostgres({ killable: true, port: await freePort() });
  const network = await startNetwork();
  network.to(postgres.port ?? 0);
  const database = await postgres.database();
  const { key, code } = await addFirstRestaurant(database);
  const backend = await runBackend({
    PORT: '0',
    DATABASE_URL: `postgres://counterbell@127.0.0.1:${network.port}/${new URL(database).pathname.slice(1)}`,
    COUNTERBELL_RATE_PER_SECOND: '100000',
  });
  const nobody = clientOf(backend.url, null);
  const { body: enrolment } = await nobody.post<EnrolAnswer>('/enrol', {
    code,
    installId: 'install-consumer',
    deviceName: 'Till',
  });
  const consumer = consume({ url: backend.url, enrolment, stream: 'restaurant:bella' });
  const web = clientOf(backend.url, key);
  const report: OutageReport = { orders: 0, refused: 0, slowestReadyMs: 0 };
  /** What the sales channel was told, by the mark on its order. */
  const answered = new Map<string, { id: string | null; keyed: boolean }>();
  const enough = new AbortController();

  /** Sends the same order under the same key until there is an answer; or, without a key, once. */
  async function place(keyed: boolean): Promise<void> {
    const mark = randomUUID();
    answered.set(mark, { id: null, keyed });
    for (;;) {
      const answer = await web
        .post<z.infer<typeof placedAnswer>>(
          '/orders',
          { ...simpleOrder, note: mark },
          keyed ? mark : undefined,
        )
        .catch(() => null);
      if (answer?.status === 201) {
        answered.set(mark, { id: answer.body.order.id, keyed });
        report.orders += 1;
        return;
      }
      report.refused += 1;
      // Never a 500: nothing is wrong with the order, and the channel has to know that it may come again.
      if (answer) expect(answer).toMatchObject({ status: 503, body: { code: 'busy' } });
      if (!keyed) return;
      await new Promise((resolve) => void setTimeout(resolve, random.whole(5, 40)));
    }
  }

  async function work(keyed: boolean): Promise<void> {
    while (!enough.signal.aborted) await place(keyed);
  }

  async function ready(): Promise<boolean> {
    const asked = performance.now();
    const { status } = await nobody.get('/readyz');
    report.slowestReadyMs = Math.max(report.slowestReadyMs, performance.now() - asked);
    expect([200, 503]).toContain(status);
    return status === 200;
  }

  const [away, back] = [
    () => until('/readyz says no', async () => !(await ready())),
    () => until('/readyz says yes', ready, 60_000),
  ];
  const refusing = async () => {
    const before = report.refused;
    await until('orders are refused', () => report.refused > before, 60_000);
  };

  const working = [work(true), work(true), work(true), work(false), work(false)].map((one) =>
    one.catch((why: unknown) => why),
  );
  try {
    await until('the consumer listens', () => consumer.cursor());
    for (const outage of run.outages) {
      const before = report.orders;
      await until('orders are taken', () => report.orders > before + 10, 60_000);
      await suffer(outage, { postgres, network, away, refusing });
      await back();
    }
    const before = report.orders;
    await until('orders are taken again', () => report.orders > before + 10, 60_000);
    enough.abort();
    expect(await Promise.all(working)).toEqual(working.map(() => undefined));
    expect(report.slowestReadyMs).toBeLessThan(2 * readyWithinMs);
    await compare();
    const { code: exit } = await backend.stop();
    expect(exit).toBe(0);
    return report;
  } finally {
    enough.abort();
    await consumer.stop();
    await backend.kill();
    await network.stop();
    await postgres.stop();
  }

  async function compare(): Promise<void> {
    const store = await openStore(database);
    const rows = await store.read.selectFrom('orders').select(['id', 'body']).execute();
    const heads = await store.read.selectFrom('streams').select(['seq', 'name']).execute();
    await store.close();
    const byMark = new Map<string, string[]>();
    for (const { id, body } of rows) {
      const { note } = JSON.parse(body) as { note: string };
      byMark.set(note, [...(byMark.get(note) ?? []), id]);
    }
    for (const [mark, { id, keyed }] of answered) {
      const kept = byMark.get(mark) ?? [];
      if (id !== null) expect(kept, 'an order that was answered 201').toEqual([id]);
      else
        expect(kept.length, keyed ? 'an order under a key' : 'an order without one').toBeLessThanOrEqual(1);
    }
    const head = heads.find(({ name }) => name === 'restaurant:bella')?.seq;
    await until('the wire has brought all of it', () => consumer.cursor()?.seq === head, 30_000);
    expect([...consumer.rung.keys()].toSorted()).toEqual(rows.map((row) => row.id).toSorted());
    expect([...consumer.rung.values()].every((times) => times === 1)).toBe(true);
    expect(consumer.snapshots).toBe(1);
    // The relay itself went on, and the consumer did not only ask for what it missed.
    const heard = new Set(consumer.wire.flat());
    expect(heard.size).toBeGreaterThan(rows.length / 2);
  }
}

type Means = {
  postgres: TestPostgres;
  network: Network;
  away: () => Promise<unknown>;
  refusing: () => Promise<unknown>;
};

async function suffer(outage: Outage, { postgres, network, away, refusing }: Means): Promise<void> {
  switch (outage) {
    case 'restarted fast':
    case 'restarted immediately':
    case 'killed':
      await postgres.down(
        outage === 'killed' ? 'killed' : outage === 'restarted fast' ? 'fast' : 'immediate',
      );
      await away();
      return postgres.up();
    case 'stopped':
      postgres.pause();
      await away();
      return postgres.resume();
    case 'stopped until orders are refused':
      postgres.pause();
      await refusing();
      await away();
      return postgres.resume();
    case 'cut off':
      await network.cut();
      await away();
      return network.heal();
    case 'stalled':
      network.stall();
      await away();
      return network.heal();
    case 'forgotten by the router':
      network.freeze();
      return void (await refusing());
    default:
      return outage satisfies never;
  }
}

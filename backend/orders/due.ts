// Does to orders what is due: tells the customer, rings the scheduled, assumes the forgotten collected.
import { sql } from 'kysely';
import type { StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { EventLog } from '../streams/event-log.ts';
import { writeChange } from './changes.ts';
import { assumeCollected, ring, tell } from './passing-time.ts';
import { lateMs } from '../../contract/decide-verb.ts';
import { lockOrder, saveOrder, type DueKind } from './rows.ts';
import { toldCustomer, tracked } from './tracked.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';

export type DueParts = {
  store: Store;
  log: EventLog;
  now: () => number;
  failed: (why: unknown) => void;
};

export type DueClock = {
  start(): void;
  /** Something is due at that time. */
  at(time: number): void;
  stop(): Promise<void>;
};

const atOnce = 100;
const lookEveryMs = 1_000;

/** Each restaurant's first, then each one's second: nobody's order rings late behind a thousand of another's. */
async function dueBy(db: Db, now: number): Promise<{ order_id: string; kind: string }[]> {
  const turn = sql<number>`row_number() over (partition by o.restaurant_id order by d.at)`;
  return db
    .with('ready', (of) =>
      of
        .selectFrom('due as d')
        .leftJoin('orders as o', 'o.id', 'd.order_id')
        .select(['d.order_id', 'd.kind', 'd.at', turn.as('turn')])
        .where('d.at', '<=', now),
    )
    .selectFrom('ready')
    .select(['order_id', 'kind'])
    .orderBy('turn')
    .orderBy('at')
    .limit(atOnce)
    .execute();
}

const deciders = { tell, ring, collect: assumeCollected } as const;

export function createDueClock({ store, log, now, failed }: DueParts): DueClock {
  let timer: NodeJS.Timeout | null = null;
  let wakeAt = Infinity;
  let working: Promise<void> | null = null;
  /** Something became due while what was due before was being done. */
  let again = false;
  let stopped = false;

  /** Does what is due and answers when to look again. */
  async function work(): Promise<number> {
    const rows = await dueBy(store.read, now());
    let trouble = false;
    for (const row of rows) {
      await one(row.order_id, row.kind as DueKind).catch((why: unknown) => {
        trouble = true;
        failed(why);
      });
    }
    // Another instance may write something sooner; a row that fails is tried again, but not in a circle.
    const latest = now() + lookEveryMs;
    if (trouble) return latest;
    const next = await store.read
      .selectFrom('due')
      .select((of) => of.fn.min('at').as('at'))
      .executeTakeFirst();
    return Math.min(latest, next?.at ?? latest);
  }

  /** Whoever takes the row away does it; a second backend finds nothing left. */
  function one(orderId: string, kind: DueKind): Promise<void> {
    return log.write(
      async (tx, append) => {
        const kept = await lockOrder(store, tx, orderId);
        const at = now();
        const due = await tx
          .deleteFrom('due')
          .where('order_id', '=', orderId)
          .where('kind', '=', kind)
          .where('at', '<=', at)
          .returning('at')
          .executeTakeFirst();
        if (!due || !kept) return;
        // After a long outage the news is old: the customer's page is set right without ringing.
        if (kind === 'tell' && at - due.at > lateMs) {
          const order = { ...kept.order, tellAt: null };
          await saveOrder(tx, order, null, kept, at);
          const after = tracked(order, (await getRestaurant(tx, kept.restaurant))?.name ?? '');
          const event = { type: 'order.updated', at, message: toldCustomer(after) };
          await append({ ...event, stream: `order:${orderId}`, body: { order: after } });
          const stream: StreamName = `restaurant:${kept.restaurant}`;
          await append({ ...event, stream, message: `Order ${order.number} is ready.`, body: { order } });
          return;
        }
        const result = deciders[kind](kept.order, at);
        if (result) await writeChange(tx, append, { kept, ...result, later: {}, now: at });
      },
      { urgent: true },
    );
  }

  function sleepUntil(time: number): void {
    // It looks that often anyhow, and a timer of more than 24 days would fire at once.
    const soonest = Math.min(time, now() + lookEveryMs);
    if (stopped || soonest >= wakeAt) return;
    if (timer) clearTimeout(timer);
    wakeAt = soonest;
    timer = setTimeout(wake, Math.max(0, soonest - now()));
  }

  function wake(): void {
    timer = null;
    wakeAt = Infinity;
    if (working) {
      again = true;
      return;
    }
    let next = now() + lookEveryMs;
    working = work()
      .then((at) => void (next = at), failed)
      .finally(() => {
        working = null;
        sleepUntil(again ? now() : next);
        again = false;
      });
  }

  return {
    start: () => sleepUntil(now()),
    at: sleepUntil,
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await working;
    },
  };
}

// The restaurant's webhook: what is to be sent is queued in the transaction that decided it, and sent with retries.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Restaurant } from '../../contract/restaurant.ts';
import { cutText, wholeText } from '../../contract/wire.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { Notify } from '../notifications/index.ts';
import { wordsOf } from '../outgoing/posted.ts';
import { afterTry, type Outcome } from '../outgoing/retry.ts';
import type { EventLog } from '../streams/event-log.ts';
import type { Post } from './post.ts';
import { signatureOf } from './signature.ts';
import { arrivedAt, failedAt } from './webhook-streak.ts';

export type Call = {
  escalationId: string;
  what: 'raised' | 'cancelled';
  message: string;
  escalation: unknown;
  now: number;
};

export async function queueDelivery(tx: Db, restaurant: Restaurant, call: Call): Promise<void> {
  const url = restaurant.escalation.webhook;
  if (url === null) return;
  const id = randomUUID();
  const body = {
    id,
    type: `escalation.${call.what}`,
    at: new Date(call.now).toISOString(),
    restaurant: { id: restaurant.id, name: restaurant.name },
    escalation: { id: call.escalationId, ...(call.escalation as object) },
    message: call.message,
  };
  await tx
    .insertInto('deliveries')
    .values({
      id,
      restaurant_id: restaurant.id,
      escalation_id: call.escalationId,
      what: call.what,
      url,
      body: JSON.stringify(body),
      created_at: call.now,
      attempts: 0,
      next_at: call.now,
      outcome: 'waiting',
      last: null,
      done_at: null,
    })
    .execute();
}

/** A call that was never tried is taken back; one that may have been heard is followed by its cancellation. */
export async function withdrawOrQueueCancellation(tx: Db, restaurant: Restaurant, call: Call): Promise<void> {
  const withdrawn = await tx
    .updateTable('deliveries')
    .set({ outcome: 'withdrawn', next_at: null, done_at: call.now })
    .where('escalation_id', '=', call.escalationId)
    .where('outcome', '=', 'waiting')
    .where('attempts', '=', 0)
    .returning('id')
    .execute();
  const called = await tx
    .selectFrom('deliveries')
    .select('id')
    .where('escalation_id', '=', call.escalationId)
    .where('outcome', '!=', 'withdrawn')
    .executeTakeFirst();
  if (withdrawn.length === 0 && called) await queueDelivery(tx, restaurant, call);
}

export type DeliveryParts = {
  store: Store;
  events: EventLog;
  notify: Notify;
  now: () => number;
  secretOf: (restaurant: string) => Promise<string>;
  post: Post;
  log: (line: { event: string; [field: string]: unknown }) => void;
};

/** Longer than a call may take: if this backend dies meanwhile, another takes over afterwards. */
const claimMs = 30_000;
/** So many receivers may keep us waiting at the same time; a round is over when the slowest has answered. */
const atOnce = 500;
const perRestaurant = 5;

export type Deliveries = { send(): Promise<void> };

export function createDeliveries({
  store,
  events,
  notify,
  now,
  secretOf,
  post,
  log,
}: DeliveryParts): Deliveries {
  async function deliver(row: { id: string; attempts: number; next_at: number | null }): Promise<void> {
    const claimed = await store.write((tx) =>
      tx
        .updateTable('deliveries')
        .set({ next_at: now() + claimMs, attempts: row.attempts + 1 })
        .where('id', '=', row.id)
        .where('next_at', '=', row.next_at)
        .where('outcome', '=', 'waiting')
        .returning(['url', 'body', 'restaurant_id', 'attempts', 'created_at'])
        .executeTakeFirst(),
    );
    if (!claimed) return;
    const timestamp = String(Math.floor(now() / 1000));
    const posted = await post(
      claimed.url,
      {
        'content-type': 'application/json',
        'user-agent': 'Counterbell',
        'counterbell-delivery': row.id,
        'counterbell-timestamp': timestamp,
        'counterbell-signature': signatureOf(await secretOf(claimed.restaurant_id), timestamp, claimed.body),
      },
      claimed.body,
    );
    const at = now();
    const next = afterTry(posted, { attempts: claimed.attempts, since: claimed.created_at, now: at });
    await record({ id: row.id, ...claimed }, next, cutText(wholeText(wordsOf(posted)), 300), at);
  }

  async function record(
    call: { id: string; restaurant_id: string; url: string },
    next: Outcome,
    last: string,
    at: number,
  ): Promise<void> {
    const { id } = call;
    const done = next.kind !== 'waiting';
    await events.write(async (tx, append) => {
      await tx
        .updateTable('deliveries')
        .set({
          outcome: next.kind,
          last,
          next_at: next.kind === 'waiting' ? next.at : null,
          done_at: done ? at : null,
        })
        .where('id', '=', id)
        .execute();
      if (next.kind === 'delivered') await arrivedAt(tx, call);
      else if (done) await failedAt(notify, tx, append, { ...call, last, at });
    });
    log({ event: 'webhook', delivery: id, outcome: next.kind, last });
  }

  return {
    async send() {
      // Each restaurant's next few, and what was never tried before what failed: however many receivers are dead, they
      // hold up nobody else's first call.
      const rows = await store.read
        .with('ready', (db) =>
          db
            .selectFrom('deliveries as d')
            .select(['d.id', 'd.attempts', 'd.next_at'])
            .select(
              sql<number>`row_number() over (partition by d.restaurant_id order by d.attempts, d.next_at)`.as(
                'turn',
              ),
            )
            .where('d.next_at', '<=', now())
            // A cancellation waits until the call it takes back has arrived or was given up.
            .where((eb) =>
              eb.or([
                eb('d.what', '=', 'raised'),
                eb.not(
                  eb.exists(
                    eb
                      .selectFrom('deliveries as r')
                      .select('r.id')
                      .whereRef('r.escalation_id', '=', 'd.escalation_id')
                      .where('r.what', '=', 'raised')
                      .where('r.outcome', '=', 'waiting'),
                  ),
                ),
              ]),
            ),
        )
        .selectFrom('ready')
        .select(['id', 'attempts', 'next_at'])
        .where('turn', '<=', perRestaurant)
        .orderBy((eb) => eb.case().when('attempts', '=', 0).then(0).else(1).end())
        .orderBy('next_at')
        .limit(atOnce)
        .execute();
      await Promise.all(rows.map(deliver));
    },
  };
}

// Claims what is due to be pushed, looking once more, in that very transaction, whether it still is anybody's.
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { urgentKinds } from './kinds.ts';
import { isStillWanted, type Standing } from './still-wanted.ts';

export type Claimed = {
  registration: string;
  message: string;
  kind: string;
  topic: string;
  body: string;
  createdAt: number;
  untilAt: number;
  attempts: number;
  target: string;
  targetHash: string;
  order: string | null;
};

/** Longer than a try may take: if this backend dies meanwhile, another takes over afterwards. */
const claimMs = 30_000;

export async function isAnythingDue(db: Db, now: number): Promise<boolean> {
  const due = db.selectFrom('push_deliveries').select('message_id').where('next_at', '<=', now).limit(1);
  return (await due.executeTakeFirst()) !== undefined;
}

/** How many may be claimed at most; of what is no urgent call, fewer. */
export type Room = { calls: number; others: number };

/** Answers how many were looked at, and those of them that are to be sent. */
export function claimDue(
  store: Store,
  now: () => number,
  room: Room,
): Promise<{ looked: number; claimed: Claimed[] }> {
  return store.write(async (tx) => {
    const at = now();
    const due = await lockDue(store, tx, at, room);
    const claimed: Claimed[] = [];
    for (const one of due) {
      const delivery = await readWhole(tx, one);
      if (delivery !== null && isStillWanted(delivery.standing, at)) {
        const attempts = delivery.claimed.attempts + 1;
        await ofOne(
          tx.updateTable('push_deliveries').set({ attempts, next_at: at + claimMs }),
          one,
        ).execute();
        claimed.push({ ...delivery.claimed, attempts });
      } else await ofOne(tx.deleteFrom('push_deliveries'), one).execute();
    }
    return { looked: due.length, claimed };
  });
}

type One = { registration_id: string; message_id: string };

function ofOne<Q extends { where(column: 'registration_id' | 'message_id', is: '=', value: string): Q }>(
  query: Q,
  { registration_id, message_id }: One,
): Q {
  return query.where('registration_id', '=', registration_id).where('message_id', '=', message_id);
}

/**
 * Calls that somebody must come for go before news, and what was never tried before what failed, so that neither a flood
 * of messages nor a dead address holds them up. Each of the three by an index of its own: however much waits, only what is
 * taken is read. Whoever unties meanwhile waits for these rows, or has taken them away.
 */
async function lockDue(store: Store, tx: Db, now: number, { calls, others }: Room): Promise<One[]> {
  const isCall = sql<boolean>`kind in (${sql.join(urgentKinds.map((kind) => sql.lit(kind)))})`;
  const due = (which: RawBuilder<boolean>, most: number) =>
    tx
      .selectFrom('push_deliveries')
      .select(['registration_id', 'message_id'])
      .where(which)
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .limit(most)
      .$if(store.kind === 'postgres', (query) => query.forUpdate().skipLocked())
      .execute();
  const found = await due(sql<boolean>`attempts = 0 and ${isCall}`, calls);
  for (const which of [sql<boolean>`attempts = 0 and not ${isCall}`, sql<boolean>`attempts > 0`]) {
    const room = others - found.length;
    if (room > 0) found.push(...(await due(which, room)));
  }
  return found;
}

/** Read after the row was locked: what was committed before the claim is seen. */
async function readWhole(tx: Db, one: One): Promise<{ standing: Standing; claimed: Claimed } | null> {
  const row = await ofDelivery(tx, one);
  if (row === undefined) return null;
  const { attempts, kind, body, topic } = row;
  return {
    standing: {
      kind,
      untilAt: row.until_at,
      registration:
        row.target === null ? null : { order: row.order_id, person: row.person_id, session: row.session_id },
      restaurantEndedAt: row.restaurant === null ? 'gone' : row.restaurant_ended_at,
      orderStatus: row.order_status,
      person: row.role === null ? null : { role: row.role, endedAt: row.person_ended_at },
      session:
        row.expires_at === null
          ? null
          : {
              endedAt: row.session_ended_at,
              expiresAt: row.expires_at,
              deviceEndedAt: row.device_ended_at,
            },
    },
    claimed: {
      registration: one.registration_id,
      message: one.message_id,
      kind,
      topic,
      body,
      createdAt: row.created_at,
      untilAt: row.until_at,
      attempts,
      target: row.target ?? '',
      targetHash: row.target_hash ?? '',
      order: row.order_id,
    },
  };
}

function ofDelivery(tx: Db, one: One) {
  return tx
    .selectFrom('push_deliveries as d')
    .leftJoin('push_registrations as r', 'r.id', 'd.registration_id')
    .leftJoin('restaurants as h', 'h.id', 'r.restaurant_id')
    .leftJoin('orders as o', 'o.id', 'r.order_id')
    .leftJoin('people as p', 'p.id', 'r.person_id')
    .leftJoin('person_sessions as s', 's.id', 'r.session_id')
    .leftJoin('devices as v', 'v.id', 's.device_id')
    .select(['d.kind', 'd.topic', 'd.body', 'd.created_at', 'd.until_at', 'd.attempts'])
    .select(['r.target', 'r.target_hash', 'r.order_id', 'r.person_id', 'r.session_id'])
    .select(['h.id as restaurant', 'h.ended_at as restaurant_ended_at', 'o.status as order_status'])
    .select(['p.role', 'p.ended_at as person_ended_at'])
    .select(['s.ended_at as session_ended_at', 's.expires_at', 'v.ended_at as device_ended_at'])
    .where('d.registration_id', '=', one.registration_id)
    .where('d.message_id', '=', one.message_id)
    .executeTakeFirst();
}

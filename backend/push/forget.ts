// Forgets installs that nobody waits with any more, links that were never opened, and what is of no use by now.
import type { Store } from '../db/store.ts';
import { untie } from './untie.ts';

/** So long after an order is over it may still come back. */
const afterClosingMs = 2 * 3_600_000;
const atOnce = 200;

export async function forgetPush(store: Store, now: number): Promise<{ pushes: number }> {
  const over = await store.read
    .selectFrom('push_registrations as r')
    .leftJoin('orders as o', 'o.id', 'r.order_id')
    .leftJoin('people as p', 'p.id', 'r.person_id')
    .leftJoin('person_sessions as s', 's.id', 'r.session_id')
    .leftJoin('restaurants as h', 'h.id', 'r.restaurant_id')
    .select('r.id')
    .where((of) =>
      of.or([
        of('h.ended_at', 'is not', null),
        of.and([of('r.order_id', 'is not', null), of('o.id', 'is', null)]),
        of('o.closed_at', '<', now - afterClosingMs),
        of('p.ended_at', 'is not', null),
        of('s.ended_at', 'is not', null),
        of.and([of('r.session_id', 'is not', null), of('s.id', 'is', null)]),
      ]),
    )
    .limit(atOnce)
    .execute();
  const pushes = await store.write(async (tx) => {
    await tx.deleteFrom('phone_links').where('expires_at', '<=', now).execute();
    const late = await tx.deleteFrom('push_deliveries').where('until_at', '<=', now).executeTakeFirst();
    if (over.length === 0) return Number(late.numDeletedRows);
    const ids = over.map(({ id }) => id);
    return Number(late.numDeletedRows) + (await untie(tx, (of) => of('id', 'in', ids)));
  });
  return { pushes };
}

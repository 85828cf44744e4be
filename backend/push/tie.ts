// Ties an install to whoever is signed in there: one install is one person's at a time, a person may have several.
import { randomUUID } from 'node:crypto';
import type { PushTarget } from '../../contract/push.ts';
import type { Db } from '../db/schema.ts';
import { hashOfTarget, writeTarget } from './targets.ts';
import { untie } from './untie.ts';

/** What gives the right to pushes, and takes them along when it ends. Whoever ties has made sure that it lasts. */
export type Owner = { restaurant: string } & (
  | { order: string }
  | { person: string; session: string }
  | { person: string; phoneHash: string }
);

type OwnerColumns = Record<'order_id' | 'person_id' | 'session_id' | 'phone_hash', string | null>;

function columnsOf(owner: Owner): OwnerColumns {
  const none = { order_id: null, person_id: null, session_id: null, phone_hash: null };
  if ('order' in owner) return { ...none, order_id: owner.order };
  const own = { ...none, person_id: owner.person };
  return 'session' in owner ? { ...own, session_id: owner.session } : { ...own, phone_hash: owner.phoneHash };
}

/** A link to an order is passed on within a family; nobody has more phones than that. */
const mostPerOwner = 5;
const mostPhones = 10;
/** Each try ends with a row of ours, or with somebody else's that was committed meanwhile. */
const mostTries = 20;

/** The same install of the same owner keeps its id; under anybody else it is another registration. */
export async function tie(
  tx: Db,
  owner: Owner,
  told: { target: PushTarget; name: string | null },
  now: number,
): Promise<string> {
  const target_hash = hashOfTarget(told.target);
  const columns = columnsOf(owner);
  const where = { kind: told.target.kind, target: writeTarget(told.target), name: told.name };
  // Two that tie one install at the same moment: whoever is second waits for the first, and takes its place.
  for (let tries = 0; tries < mostTries; tries++) {
    const there = await tx
      .selectFrom('push_registrations')
      .select(['id', 'order_id', 'person_id', 'session_id', 'phone_hash'])
      .where('target_hash', '=', target_hash)
      .where('order_id', columns.order_id === null ? 'is' : '=', columns.order_id)
      .executeTakeFirst();
    if (there !== undefined && isSameOwner(there, columns)) {
      await tx.updateTable('push_registrations').set(where).where('id', '=', there.id).execute();
      return there.id;
    }
    if (there !== undefined) await untie(tx, (of) => of('id', '=', there.id));
    const added = await tx
      .insertInto('push_registrations')
      .values({
        id: randomUUID(),
        ...where,
        ...columns,
        target_hash,
        restaurant_id: owner.restaurant,
        created_at: now,
        reached_at: null,
      })
      .onConflict((taken) => taken.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added === undefined) continue;
    await untieOldest(tx, columns);
    return added.id;
  }
  throw new Error('The same install is tied again and again at this moment.');
}

/** A phone whose address has changed: what waits for it goes to the new one. False: there is no such phone. */
export async function renewPhone(tx: Db, phoneHash: string, target: PushTarget): Promise<boolean> {
  const target_hash = hashOfTarget(target);
  await untie(tx, (of) =>
    of.and([
      of('target_hash', '=', target_hash),
      of('order_id', 'is', null),
      of.or([of('phone_hash', 'is', null), of('phone_hash', '!=', phoneHash)]),
    ]),
  );
  const renewed = await tx
    .updateTable('push_registrations')
    .set({ target_hash, kind: target.kind, target: writeTarget(target) })
    .where('phone_hash', '=', phoneHash)
    .returning('id')
    .executeTakeFirst();
  return renewed !== undefined;
}

function isSameOwner(a: OwnerColumns, b: OwnerColumns): boolean {
  return (
    a.order_id === b.order_id &&
    a.person_id === b.person_id &&
    a.session_id === b.session_id &&
    a.phone_hash === b.phone_hash
  );
}

async function untieOldest(tx: Db, { order_id, person_id, session_id }: OwnerColumns): Promise<void> {
  const all = tx.selectFrom('push_registrations').select('id').orderBy('created_at', 'desc').orderBy('id');
  const own =
    order_id !== null
      ? all.where('order_id', '=', order_id)
      : session_id !== null
        ? all.where('session_id', '=', session_id)
        : all.where('person_id', '=', person_id).where('phone_hash', 'is not', null);
  const isPhone = order_id === null && session_id === null;
  const ids = (await own.execute()).map(({ id }) => id).slice(isPhone ? mostPhones : mostPerOwner);
  if (ids.length > 0) await untie(tx, (of) => of('id', 'in', ids));
}

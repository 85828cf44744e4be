// Unties installs from whoever has gone, with all that was still to be sent to them, in the transaction that ends it.
import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import type { Db, Schema } from '../db/schema.ts';

type Which = (
  of: ExpressionBuilder<Schema, 'push_registrations'>,
) => ExpressionWrapper<Schema, 'push_registrations', SqlBool>;

/** What waits goes first: whoever claims it meanwhile is waited for, and did so before this. */
export async function untie(tx: Db, which: Which): Promise<number> {
  await tx
    .deleteFrom('push_deliveries')
    .where('registration_id', 'in', (of) => of.selectFrom('push_registrations').select('id').where(which))
    .execute();
  const gone = await tx.deleteFrom('push_registrations').where(which).returning('id').execute();
  return gone.length;
}

/** Sign-ins have ended: of whoever was signed in there, nothing comes any more. */
export async function untieSessions(tx: Db, sessions: readonly { id: string }[]): Promise<void> {
  if (sessions.length === 0) return;
  const ids = sessions.map(({ id }) => id);
  await untie(tx, (of) => of('session_id', 'in', ids));
  await tx.deleteFrom('phone_links').where('session_id', 'in', ids).execute();
}

/** A person, or their role in a restaurant, has ended: their phones are theirs no more. */
export async function untiePerson(tx: Db, person: string): Promise<void> {
  await untie(tx, (of) => of('person_id', '=', person));
  await tx.deleteFrom('phone_links').where('person_id', '=', person).execute();
}

export async function untieOrders(tx: Db, orders: readonly string[]): Promise<void> {
  if (orders.length > 0) await untie(tx, (of) => of('order_id', 'in', orders));
}

export async function untieRestaurant(tx: Db, restaurant: string): Promise<void> {
  await untie(tx, (of) => of('restaurant_id', '=', restaurant));
  await tx.deleteFrom('phone_links').where('restaurant_id', '=', restaurant).execute();
}

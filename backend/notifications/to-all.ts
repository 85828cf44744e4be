// Puts one notification to everybody, of a restaurant or of all of them, some people at a time.
import type { Db } from '../db/schema.ts';
import type { Append, EventLog } from '../streams/event-log.ts';
import { isFarBehind } from './backlog.ts';
import { put, rowOf, type Matter, type Sending } from './notify.ts';

/** As many as a transaction bears that others wait for. */
export const peopleAtOnce = 100;

/** Written down now; who is told is found afterwards. */
export async function notifyAll(
  { store }: Sending,
  tx: Db,
  _append: Append,
  matter: Matter,
): Promise<{ id: string }> {
  const row = rowOf(matter);
  await store.insertRows(tx, {
    notifications: [row],
    notifications_to_all: [{ notification_id: row.id, restaurant_id: matter.restaurant, reached: '' }],
  });
  return { id: row.id };
}

/** The next few people; answers how many, or null when there is nothing to be told to everybody. */
export async function reachMore(sending: Sending, log: EventLog, now: () => number): Promise<number | null> {
  const { store } = sending;
  // In the order in which it was said.
  const any = await store.read
    .selectFrom('notifications_to_all as all')
    .innerJoin('notifications as n', 'n.id', 'all.notification_id')
    .select('n.id')
    .orderBy('n.created_at')
    .orderBy('n.id')
    .limit(1)
    .executeTakeFirst();
  // Behind what waits already, everybody's escalations would come too late.
  if (!any || (await isFarBehind(store.read))) return null;
  return log.write(
    async (tx, append) => {
      // One backend at a time; whoever waited finds how far it has come.
      const under = await tx
        .selectFrom('notifications_to_all')
        .selectAll()
        .where('notification_id', '=', any.id)
        .$if(store.kind === 'postgres', (query) => query.forUpdate())
        .executeTakeFirst();
      if (!under) return 0;
      const people = await peopleBehind(tx, under.restaurant_id, under.reached);
      const last = people.at(-1);
      if (last === undefined) {
        await tx.deleteFrom('notifications_to_all').where('notification_id', '=', any.id).execute();
        return 0;
      }
      const row = await tx
        .selectFrom('notifications')
        .selectAll()
        .where('id', '=', any.id)
        .executeTakeFirstOrThrow();
      await put(sending, tx, append, row, people, { at: now() });
      await tx
        .updateTable('notifications_to_all')
        .set({ reached: last })
        .where('notification_id', '=', any.id)
        .execute();
      return people.length;
    },
    { last: true },
  );
}

async function peopleBehind(tx: Db, restaurant: string | null, reached: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('people as p')
    .innerJoin('restaurants as r', 'r.id', 'p.restaurant_id')
    .select('p.id')
    .where('p.id', '>', reached)
    .where('p.ended_at', 'is', null)
    .where('r.ended_at', 'is', null)
    .$if(restaurant !== null, (query) => query.where('p.restaurant_id', '=', restaurant))
    .orderBy('p.id')
    .limit(peopleAtOnce)
    .execute();
  return rows.map(({ id }) => id);
}

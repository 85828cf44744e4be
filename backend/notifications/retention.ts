// Forgets notifications in time: from the inboxes, and their words from what is left of the log.
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';

const atOnce = 200;
/** What stands where words were: whoever reads the log finds an event that can be read. */
const forgotten = '…';

/** One round; what is left is the next round's, so that nobody waits long behind it. */
export async function forgetNotifications(store: Store, before: number): Promise<number> {
  const old = await store.read
    .selectFrom('notification_recipients')
    .select(['notification_id as id', 'person_id as person'])
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(atOnce)
    .execute();
  if (old.length > 0)
    await store.write(async (tx) => {
      for (const { id, person } of old) {
        await forgetWords(tx, `user:${person}`, id);
        await tx
          .deleteFrom('notification_recipients')
          .where('notification_id', '=', id)
          .where('person_id', '=', person)
          .execute();
      }
    });
  await forgetUnaddressed(store, before);
  return old.length;
}

/** The log may be kept longer than notifications, and the newest event of a stream stays for good. */
async function forgetWords(tx: Db, stream: string, id: string): Promise<void> {
  const rows = await tx
    .selectFrom('events')
    .select(['seq', 'body'])
    .where('stream', '=', stream)
    .where('id', '=', id)
    .execute();
  for (const { seq, body } of rows) {
    const event = JSON.parse(body) as { notification: object };
    const { data: _data, ...notification } = event.notification as { data?: unknown };
    const words = { title: forgotten, body: forgotten };
    const blank = { ...event, ...words, message: forgotten, notification: { ...notification, ...words } };
    await tx
      .updateTable('events')
      .set({ body: JSON.stringify(blank) })
      .where('stream', '=', stream)
      .where('seq', '=', seq)
      .execute();
  }
}

async function forgetUnaddressed(store: Store, before: number): Promise<void> {
  // What is so old by now is news to nobody: it was left behind when notifications were switched off.
  const any = await store.read
    .selectFrom('notifications_to_all')
    .select('reached')
    .limit(1)
    .executeTakeFirst();
  if (any)
    await store.write((tx) =>
      tx
        .deleteFrom('notifications_to_all')
        .where('notification_id', 'in', (of) =>
          of.selectFrom('notifications').select('id').where('created_at', '<', before),
        )
        .execute(),
    );
  const of = store.read
    .selectFrom('notifications as n')
    .select('n.id')
    .where('n.created_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notification_recipients as r')
            .select('r.person_id')
            .whereRef('r.notification_id', '=', 'n.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notifications_to_all as a')
            .select('a.reached')
            .whereRef('a.notification_id', '=', 'n.id'),
        ),
      ),
    )
    .limit(atOnce);
  const ids = (await of.execute()).map(({ id }) => id);
  if (ids.length > 0)
    await store.write((tx) => tx.deleteFrom('notifications').where('id', 'in', ids).execute());
}

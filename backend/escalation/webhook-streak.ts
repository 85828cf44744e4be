// Tells the managers that calls of the restaurant's webhook do not arrive: once, until one arrives there again.
import type { Db } from '../db/schema.ts';
import { managersOf, type Notify } from '../notifications/index.ts';
import type { Append } from '../streams/event-log.ts';

type At = { restaurant_id: string; url: string };

export async function arrivedAt(tx: Db, { restaurant_id, url }: At): Promise<void> {
  await tx
    .updateTable('restaurants')
    .set({ webhook_failing: null })
    .where('id', '=', restaurant_id)
    .where('webhook_failing', '=', url)
    .execute();
}

/** `last`: what the last try met. The address itself is often a secret: its host is all that is said. */
export async function failedAt(
  notify: Notify,
  tx: Db,
  append: Append,
  { restaurant_id, url, last, at }: At & { last: string; at: number },
): Promise<void> {
  const news = await tx
    .updateTable('restaurants')
    .set({ webhook_failing: url })
    .where('id', '=', restaurant_id)
    .where('ended_at', 'is', null)
    .where((either) =>
      either.or([either('webhook_failing', 'is', null), either('webhook_failing', '!=', url)]),
    )
    .returning('id')
    .executeTakeFirst();
  if (!news) return;
  const host = URL.canParse(url) ? new URL(url).host : 'its address';
  await notify(tx, append, await managersOf(tx, restaurant_id), {
    restaurant: restaurant_id,
    kind: 'webhook-failed',
    title: 'The webhook does not arrive',
    body: `A call to ${host} was not taken: ${last}. You are told again once one has arrived and the next does not.`,
    data: { host, last },
    at,
  });
}

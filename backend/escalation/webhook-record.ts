// Reads what became of a restaurant's webhook calls.
import { webhook, type Webhook } from '../../contract/webhook.ts';
import type { Store } from '../db/store.ts';
import { getRestaurantInFull } from '../restaurant/restaurants.ts';
import { webhookSecret } from './index.ts';

const newest = 50;
const row = webhook.shape.deliveries.element;
const iso = (at: number) => new Date(at).toISOString();

export async function webhookOf(store: Store, restaurant: string): Promise<Webhook | null> {
  const found = await getRestaurantInFull(store.read, restaurant);
  if (!found) return null;
  const rows = await store.read
    .selectFrom('deliveries')
    .selectAll()
    .where('restaurant_id', '=', restaurant)
    .orderBy('created_at', 'desc')
    .limit(newest)
    .execute();
  return {
    url: found.escalation.webhook,
    secret: await webhookSecret(store, restaurant),
    deliveries: rows.map(({ id, what, url, created_at, attempts, outcome, last, next_at }) =>
      row.parse({
        id,
        what,
        url,
        at: iso(created_at),
        attempts,
        outcome,
        last,
        nextAt: next_at === null ? null : iso(next_at),
      }),
    ),
  };
}

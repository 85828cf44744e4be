// The routes of the outgoing webhook: its secret and what became of its calls, for administrators.
import { restaurantQuery } from '../../contract/admin.ts';
import { webhook } from '../../contract/webhook.ts';
import type { Store } from '../db/store.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { restaurantFor } from '../identity/allowed.ts';
import { renewWebhookSecret } from './index.ts';
import { webhookOf } from './webhook-record.ts';

export function offerWebhook({ api, store }: { api: Api; store: Store }): void {
  const read = async (restaurant: string) => {
    const found = await webhookOf(store, restaurant);
    if (!found) throw new ProblemError('not-found', 'This restaurant is gone.');
    return found;
  };
  const about = { query: restaurantQuery, answer: webhook, asks: 'somebody' } as const;
  api.signed(
    {
      ...about,
      method: 'GET',
      path: '/webhook',
      summary: 'Where escalations are sent, what they are signed with, and what became of the last ones',
    },
    async ({ principal, query }) => read(valueOf(restaurantFor(principal, 'keys.write', query.restaurant))),
  );
  api.signed(
    {
      ...about,
      method: 'POST',
      path: '/webhook/secret',
      summary: 'Replace the secret: calls are signed with the new one from now on',
    },
    async ({ principal, query }) => {
      const restaurant = valueOf(restaurantFor(principal, 'keys.write', query.restaurant));
      await renewWebhookSecret(store, restaurant);
      return read(restaurant);
    },
  );
}

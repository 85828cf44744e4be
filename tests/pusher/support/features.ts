// What a server can do beyond the basics: found out by asking it, because most of it can be switched off.
import { type Clients, fresh, happens, type Sdk, subscribed } from './official.ts';
import { within } from './deadline.ts';

export const FEATURES = ['client events', 'sign-in', 'cache channels', 'subscription counts'] as const;
export type Feature = (typeof FEATURES)[number];

const ASK_MS = 4_000;

const ask: Record<Feature, (clients: Clients, sdk: Sdk) => Promise<unknown>> = {
  async 'client events'(clients) {
    const channel = fresh('private-ask');
    const [speaker, hearer] = [await clients.connected(), await clients.connected()];
    const heard = happens(await subscribed(hearer, channel), 'client-ask');
    (await subscribed(speaker, channel)).trigger('client-ask', {});
    return heard;
  },
  async 'sign-in'(clients) {
    const client = await clients.connected({ person: { id: fresh('asker') } });
    const message = new Promise<void>((resolve) => {
      client.connection.bind('message', ({ event }: { event: string }) => {
        if (event === 'pusher:signin_success') resolve();
      });
    });
    client.signin();
    return message;
  },
  async 'cache channels'(clients) {
    return happens((await clients.connected()).subscribe(fresh('cache-ask')), 'pusher:cache_miss');
  },
  async 'subscription counts'(clients) {
    return happens((await clients.connected()).subscribe(fresh('ask')), 'pusher:subscription_count');
  },
};

export async function askForFeatures(clients: Clients, sdk: Sdk): Promise<Set<Feature>> {
  const answers = await Promise.all(
    FEATURES.map((feature) =>
      within(ask[feature](clients, sdk), feature, ASK_MS).then(
        () => feature,
        () => null,
      ),
    ),
  );
  clients.done();
  return new Set(answers.filter((feature) => feature !== null));
}

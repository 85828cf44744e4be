// A Pusher server to be asked with the official client and SDK: the embedded one, or the one that PUSHER_HOST,
// PUSHER_PORT, PUSHER_TLS, PUSHER_APP_ID, PUSHER_KEY and PUSHER_SECRET name.
import { afterAll, afterEach, test } from 'vitest';
import { eventually } from './deadline.ts';
import { startEmbedded } from './embedded.ts';
import { askForFeatures, type Feature, FEATURES } from './features.ts';
import { createClients, createSdk, fresh } from './official.ts';
import { RawClient } from './raw.ts';
import { targetFromEnvironment } from './target.ts';

export async function startInterop() {
  const foreign = targetFromEnvironment(process.env);
  const embedded = foreign ? null : await startEmbedded({ subscriptionCounts: true });
  const target = foreign ?? embedded!.target;
  const sdk = createSdk(target);
  const clients = createClients(target, sdk);
  // Of the embedded server everything is expected: a feature that stops answering must fail, not vanish.
  const features = foreign ? await askForFeatures(clients, sdk) : new Set<Feature>(FEATURES);
  const raws: RawClient[] = [];
  afterEach(() => {
    clients.done();
    for (const client of raws.splice(0)) client.socket.terminate();
  });
  afterAll(() => embedded?.stop());

  return {
    target,
    sdk,
    clients,
    raw(path?: string): RawClient {
      const client = new RawClient(target, path);
      raws.push(client);
      return client;
    },

    /** A test of something that servers may leave out or switch off. */
    optional(feature: Feature, name: string, run: () => Promise<void>): void {
      const missing = !features.has(feature);
      const reason = `${target.host} did not answer when asked for ${feature}`;
      const define = missing ? test.skip : test;
      define(missing ? `${name} [not for this system: ${reason}]` : name, run);
    },

    /** Published after everything else, so that what came before it has been delivered or never will be. */
    async marked(channel: string, heard: { event: string; data: unknown }[]): Promise<string[]> {
      // A server may answer before it delivers: the mark of a moment ago proves nothing.
      const mark = fresh('mark');
      await sdk.trigger(channel, 'mark', { mark });
      await eventually(
        () => heard.some(({ data }) => (data as { mark?: string } | null)?.mark === mark),
        'the mark arrives',
      );
      return heard.map(({ event }) => event);
    },
  };
}

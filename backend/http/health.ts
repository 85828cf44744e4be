// Answers whether this backend lives, and whether it can do its work.
import { z } from 'zod';
import type { Store } from '../db/store.ts';
import type { Api } from './endpoint.ts';

export type HealthParts = {
  api: Api;
  store: Store;
  relay: { stats(): { failing: boolean; lastFailure: string | null } };
  now: () => number;
};

const health = z.object({ ok: z.boolean(), now: z.string() });
const readiness = z.object({ ok: z.boolean(), database: z.string(), pusher: z.string() });

export function offerHealth({ api, store, relay, now }: HealthParts): void {
  api.open(
    { method: 'GET', path: '/healthz', summary: 'The process lives', asks: 'nobody', answer: health },
    async () => ({ ok: true, now: new Date(now()).toISOString() }),
  );
  api.open(
    {
      method: 'GET',
      path: '/readyz',
      summary:
        'The database answers (503 when not); Pusher is named but does not count, because orders get through without it',
      asks: 'nobody',
      answer: readiness,
    },
    async ({ reply }) => {
      const database = (await store.answers()) ? 'works' : 'does not answer';
      if (database !== 'works') reply.code(503);
      return {
        ok: database === 'works',
        database,
        pusher: relay.stats().failing ? 'does not answer' : 'works',
      };
    },
  );
}

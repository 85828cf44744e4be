// The routes by which an install says where it is reached, for whoever is signed in there, or for a customer's order.
import { z } from 'zod';
import { pushRegistered, pushRegistrationRequest, pushRegistrations } from '../../contract/push.ts';
import type { Store } from '../db/store.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { usableTarget } from '../push/targets.ts';
import { registerPush, removePush, whosePushes } from './register-push.ts';

export type PushRoutes = {
  api: Api;
  store: Store;
  publicKey: string;
  /** Origins of push services that are neither https nor public. */
  alsoTo: readonly string[];
  now: () => number;
};

const asks = 'somebody' as const;
const path = '/push-registrations';

export function offerPush({ api, store, publicKey, alsoTo, now }: PushRoutes): void {
  api.signed(
    {
      method: 'GET',
      path,
      summary: 'The key that a browser subscribes with, and the installs that get pushes for whoever asks',
      asks,
      answer: pushRegistrations,
    },
    async ({ principal }) => {
      const whose = valueOf(whosePushes(principal));
      const rows = await store.read
        .selectFrom('push_registrations')
        .select(['id', 'kind', 'name', 'created_at'])
        .where((of) =>
          'order' in whose ? of('order_id', '=', whose.order) : of('person_id', '=', whose.person),
        )
        .orderBy('created_at')
        .execute();
      const registrations = rows.map(({ created_at, kind, ...row }) => ({
        ...row,
        kind: kind as 'web',
        addedAt: new Date(created_at).toISOString(),
      }));
      return { publicKey, registrations };
    },
  );

  api.signed(
    {
      method: 'PUT',
      path,
      summary: 'Send pushes for whoever asks to this install; whoever had it before gets none there any more',
      asks,
      body: pushRegistrationRequest,
      answer: pushRegistered,
    },
    async ({ principal, token, body }) => {
      const whose = valueOf(whosePushes(principal));
      const { name = null, ...told } = body;
      const target = valueOf(usableTarget(told, alsoTo));
      return valueOf(await registerPush(store, whose, token ?? '', { target, name }, now()));
    },
  );

  api.signed(
    {
      method: 'DELETE',
      path: `${path}/:id`,
      summary: 'Send nothing more to this install',
      asks,
      params: z.object({ id: z.string().min(1).max(64) }),
    },
    async ({ principal, params }) => {
      const whose = valueOf(whosePushes(principal));
      if (!(await removePush(store, whose, params.id)))
        throw new ProblemError('not-found', 'There is no such install, or it was removed before.');
    },
  );
}

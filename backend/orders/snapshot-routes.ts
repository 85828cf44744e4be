// Offers a restaurant's snapshot, whole or in pages, to whoever may read its stream.
import { z } from 'zod';
import { snapshot, snapshotQuery } from '../../contract/api.ts';
import type { Store } from '../db/store.ts';
import { speaksFirstProtocol } from '../http/first-protocol.ts';
import { RawJson, valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { restaurantFor } from '../identity/allowed.ts';
import { snapshotOf, wholeAtMostBytes, type SnapshotPart } from './snapshot.ts';

/** For whoever names the next page and not how long it may be. */
const ordersOnAPage = 100;

export type SnapshotRoutes = {
  api: Api;
  store: Store;
  now: () => number;
  /** What other rooms have to say in it. */
  parts: readonly SnapshotPart[];
};

export function offerSnapshot({ api, store, now, parts }: SnapshotRoutes): void {
  api.signed(
    {
      method: 'GET',
      path: '/snapshot',
      summary:
        'Every open order, those still to be understood and those closed in the last hour, at a known place of each stream; with a limit in pages, of which the last says what all of them are the state of',
      asks: 'somebody',
      query: snapshotQuery.extend({ restaurant: z.string().min(1).max(64).optional() }),
      answer: snapshot,
    },
    async ({ principal, query, request }) => {
      const restaurant = valueOf(restaurantFor(principal, 'read', query.restaurant));
      const streams = new Set([...principal.streams, `restaurant:${restaurant}`]);
      const { limit, after } = query;
      const made = await snapshotOf(store, {
        restaurant,
        streams: [...streams],
        manages: principal.kind === 'person' && principal.role !== 'counter',
        now: now(),
        limit: limit ?? (after === undefined ? null : ordersOnAPage),
        after: after ?? null,
        firstProtocol: speaksFirstProtocol(request),
        others: { parts, principal },
      });
      switch (made.kind) {
        case 'snapshot':
          return new RawJson(made.json);
        case 'no-restaurant':
          throw new ProblemError('not-found', 'This restaurant is not here any more.');
        case 'too-long':
          throw new ProblemError(
            'invalid',
            `More is open than the ${wholeAtMostBytes / 1024 ** 2} MiB that one answer may hold. Ask for pages, with limit=${ordersOnAPage}.`,
            { field: 'limit' },
          );
        case 'unreadable':
          throw new ProblemError('invalid', 'after: is what the page before named as its next.', {
            field: 'after',
          });
        case 'gone':
          throw new ProblemError('log-gone', `${made.why}. Begin again with the first page.`);
        default:
          return made satisfies never;
      }
    },
  );
}

// The customer's page over HTTP: the same static page for every link, and the one order that the link's token opens.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { PusherAddress } from '../../contract/api.ts';
import { may } from '../../contract/permissions.ts';
import { channelOf, type ChannelTemplates } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import type { Api } from '../http/endpoint.ts';
import { offerPageFiles, typeOf, workerPolicy } from '../http/page-files.ts';
import { ProblemError } from '../http/problem.ts';
import { findOrder } from '../orders/queries.ts';
import { tracked } from '../orders/tracked.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';
import { headsOf } from '../streams/event-log.ts';
import { trackState } from './state.ts';

export type CustomerPageParts = {
  api: Api;
  store: Store;
  realtime: { pusher: PusherAddress; channels: ChannelTemplates };
  /** Where the built page lies, and the worker that shows pushes. */
  folders: { page: string; worker: string };
  /** What a browser subscribes to pushes with. */
  publicKey: string | null;
};

const token = z.object({ token: z.string().min(1).max(200) });

const assets = ['page.js', 'index.css', '256x256.png', 'manifest.webmanifest'];

export function offerCustomerPage(parts: CustomerPageParts): void {
  offerFiles(parts.api.app, parts);
  parts.api.signed(
    {
      method: 'GET',
      path: '/track/:token/state',
      summary: 'The order a customer’s link opens, its place in the log, and where it rings',
      asks: 'somebody',
      params: token,
      answer: trackState,
    },
    async ({ principal, params, token: sent }) => {
      if (principal.kind !== 'customer' || params.token !== sent)
        throw new ProblemError('not-found', 'This link does not open an order.');
      const stream = `order:${principal.order}`;
      // Read together: an order newer than its head would be rung for twice, an older one never.
      const read = await parts.store.consistent(async (tx) => ({
        found: await findOrder({ read: tx }, principal.order),
        head: (await headsOf(tx, [stream]))[stream],
      }));
      const { found, head } = read;
      if (!found || !head || !may(principal, 'read', stream))
        throw new ProblemError('not-found', 'This link does not open an order any more.');
      const restaurant = await getRestaurant(parts.store.read, found.restaurant);
      return {
        order: tracked(found.order, restaurant?.name ?? ''),
        stream,
        head,
        channel: channelOf(stream, parts.realtime.channels),
        pusher: parts.realtime.pusher,
        timeZone: restaurant?.timeZone ?? 'UTC',
        push: parts.publicKey === null ? null : { publicKey: parts.publicKey },
      };
    },
  );
}

function offerFiles(app: FastifyInstance, { folders, realtime }: CustomerPageParts): void {
  app.get('/track/:token', async (request, reply) => {
    reply.header('content-security-policy', contentPolicy(realtime.pusher, request.hostname));
    return reply.type('text/html; charset=utf-8').send(await readFile(path.join(folders.page, 'index.html')));
  });
  offerPageFiles(app, [
    ...assets.map((name) => ({
      url: `/track/assets/${name}`,
      file: path.join(folders.page, name),
      type: typeOf(name),
    })),
    {
      // Beside the pages, because a worker stands for what lies below its own address.
      url: '/track/worker.js',
      file: path.join(folders.worker, 'worker.js'),
      type: typeOf('worker.js'),
      policy: workerPolicy,
    },
  ]);
}

/** Of a name in the Host header, all that a policy can hold; an IPv6 address it cannot. */
const nameable = /^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/i;

/** The page speaks to its own origin and to the Pusher service, and to nobody else. */
export function contentPolicy(pusher: PusherAddress, calledBy: string): string {
  const rings =
    pusher.cluster === undefined
      ? ringsAt(pusher.host === '' ? calledBy : pusher.host, pusher)
      : `wss://ws-${pusher.cluster}.pusher.com`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src ${["'self'", rings].filter(Boolean).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** A page that came over TLS through somebody's proxy uses it for its socket as well, whatever we were told. */
function ringsAt(host: string, { port, tls }: PusherAddress): string {
  if (!nameable.test(host)) return '';
  return (tls ? ['wss'] : ['ws', 'wss']).map((scheme) => `${scheme}://${host}:${port}`).join(' ');
}

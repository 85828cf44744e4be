// The routes of streams: may this token hear this channel, what did it miss, where does it stand.
import { z } from 'zod';
import type { PusherAddress } from '../../contract/api.ts';
import {
  authAnswer,
  authorizeRequest,
  authRequest,
  beatAnswer,
  beatRequest,
  eventsPage as eventsPageSchema,
  eventsQuery,
  snapshot,
  snapshotQuery,
  socketId,
} from '../../contract/api.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import { streamName, streamOf, type ChannelTemplates } from '../../contract/streams.ts';
import { cutText } from '../../contract/wire.ts';
import type { Store } from '../db/store.ts';
import { RawJson, valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { restaurantFor } from '../identity/asking.ts';
import { deviceOf, pusherUserOf, type Identity } from '../identity/index.ts';
import { snapshotOf } from '../orders/snapshot.ts';
import { headsOf } from './log.ts';
import { eventsPage } from './pages.ts';
import { createCrowd } from './crowd.ts';
import type { Publisher } from './publisher.ts';

/** For whoever names the next page and not how long it may be. */
const ordersOnAPage = 100;

export type StreamRoutes = {
  api: Api;
  store: Store;
  identity: Identity;
  publisher: Publisher;
  channels: ChannelTemplates;
  realtime: { pusher: PusherAddress };
  /** This connection is this Pusher user's from now on, as far as the server is ours. */
  owned: (socketId: string, user: string) => void;
  now: () => number;
};

export function offerStreams({
  api,
  store,
  identity,
  publisher,
  channels,
  realtime,
  owned,
  now,
}: StreamRoutes): void {
  /** The one question of the authorizer and of the event pages. */
  function mayHear(principal: Principal, channel: string): void {
    const stream = streamOf(channel, channels);
    if (stream === null || !may(principal, 'read', stream))
      throw new ProblemError('not-allowed', `You may not subscribe to ${cutText(channel, 80)}.`);
  }

  function sign(principal: Principal, socket: string, channel: string) {
    mayHear(principal, channel);
    const user = pusherUserOf(principal);
    if (user !== null) owned(socket, user);
    return publisher.signChannel(socket, channel);
  }

  const crowd = createCrowd();

  api.signed(
    {
      method: 'POST',
      path: '/pusher/auth',
      summary: 'Authorize a subscription, as pusher-js and Laravel Echo ask (a form or JSON)',
      asks: 'somebody',
      form: true,
      tokenInBody: true,
      body: authRequest,
      answer: authAnswer,
    },
    async ({ principal, body }) => sign(principal, body.socket_id, body.channel_name),
  );

  api.signed(
    {
      method: 'POST',
      path: '/pusher/authorize',
      summary: 'Authorize a subscription, in JSON',
      asks: 'somebody',
      tokenInBody: true,
      body: authorizeRequest,
      answer: authAnswer,
    },
    async ({ principal, body }) => sign(principal, body.socketId, body.channelName),
  );

  api.signed(
    {
      method: 'POST',
      path: '/pusher/user-auth',
      summary:
        'Sign a connection in as this device session, so that it can be ended when the device is revoked',
      asks: 'somebody',
      form: true,
      tokenInBody: true,
      body: z.union([z.object({ socket_id: socketId }), z.object({ socketId })]),
      answer: authAnswer,
    },
    async ({ principal, body }) => {
      const user = pusherUserOf(principal);
      if (user === null) throw new ProblemError('not-allowed', 'Only devices and people sign in to Pusher.');
      return publisher.signUser('socket_id' in body ? body.socket_id : body.socketId, { id: user });
    },
  );

  api.signed(
    {
      method: 'GET',
      path: '/streams/:stream/events',
      summary: 'The events after a place in a stream; 410 when the log does not hold that place',
      asks: 'somebody',
      params: z.object({ stream: streamName }),
      query: eventsQuery,
      answer: eventsPageSchema,
    },
    async ({ principal, params, query }) => {
      if (!may(principal, 'read', params.stream))
        throw new ProblemError('not-allowed', `You may not read ${params.stream}.`);
      const page = await eventsPage(store, params.stream, query);
      if (page.kind === 'gone')
        throw new ProblemError('log-gone', `${page.why}. Take a snapshot and go on from there.`);
      return new RawJson(page.json);
    },
  );

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
    async ({ principal, query }) => {
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
      });
      switch (made.kind) {
        case 'snapshot':
          return new RawJson(made.json);
        case 'no-restaurant':
          throw new ProblemError('not-found', 'This restaurant is not here any more.');
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

  api.signed(
    {
      method: 'POST',
      path: '/beat',
      summary: 'What this console can do right now; answers the time and where each stream stands',
      asks: 'somebody',
      body: beatRequest,
      answer: beatAnswer,
    },
    async ({ principal, body }) => {
      const device = deviceOf(principal);
      if (device === null || !may(principal, 'beat', `restaurant:${device.restaurant}`))
        throw new ProblemError('not-allowed', 'Only consoles beat.');
      await identity.beat(device, body);
      crowd.heard(device.id, now());
      // Streams opened with another token (somebody's inbox) are asked for with that token.
      const asked = Object.keys(body.cursors).filter((stream) => may(principal, 'read', stream));
      const heads = await headsOf(store.read, [...new Set([...principal.streams, ...asked])]);
      return {
        now: new Date(now()).toISOString(),
        heads,
        crowd: crowd.size(now()),
        pusher: realtime.pusher,
      };
    },
  );
}

// Signs subscriptions and sign-ins for Pusher: may this token hear this channel, and whose connection is it.
import { z } from 'zod';
import { authAnswer, authorizeRequest, authRequest, socketId } from '../../contract/api.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import { sortOfChannel, streamOf, type ChannelTemplates } from '../../contract/streams.ts';
import { cutText } from '../../contract/wire.ts';
import type { Store } from '../db/store.ts';
import type { Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { aboutStream } from '../streams/about-stream.ts';
import type { Publisher } from '../streams/publisher.ts';
import { pusherUserOf } from './index.ts';
import { memberOf } from './presence-member.ts';

export type SubscriptionRoutes = {
  api: Api;
  publisher: Pick<Publisher, 'signChannel' | 'signUser'>;
  channels: ChannelTemplates;
  store: Pick<Store, 'read'>;
  restaurantNamed(id: string): Promise<string | null>;
  /** This connection is this Pusher user's from now on, as far as the server is ours. */
  owned: (socketId: string, user: string) => void;
};

export function offerSubscriptions({
  api,
  publisher,
  channels,
  store,
  restaurantNamed,
  owned,
}: SubscriptionRoutes): void {
  /** The one question of both ways to ask. */
  async function sign(principal: Principal, socket: string, channel: string) {
    const stream = streamOf(channel, channels);
    const about = stream === null ? {} : await aboutStream(store.read, stream);
    if (stream === null || !may(principal, 'read', stream, about))
      throw new ProblemError('not-allowed', `You may not subscribe to ${cutText(channel, 80)}.`);
    const member =
      sortOfChannel(channel) === 'presence'
        ? await memberOf(principal, stream, about.restaurant, restaurantNamed)
        : undefined;
    const user = pusherUserOf(principal);
    if (user !== null) owned(socket, user);
    return publisher.signChannel(socket, channel, member);
  }

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
      summary: 'Authorize a subscription by socketId and channelName (a form or JSON)',
      asks: 'somebody',
      form: true,
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
}

// Asks the order system for a self-test in this device's name; its token goes nowhere else.
import { channelOf } from '../../contract/streams.ts';
import type { PusherAddress } from '../../contract/api.ts';
import { ownPusher, pusherAddressOf } from '../link/address.ts';
import { authorize } from '../link/authorize.ts';
import { exchange } from '../link/exchange.ts';
import type { Backend, BackendAnswer } from '../ports/backend.ts';
import type { AuthorizeAnswer } from '../ports/realtime.ts';
import { followerOf } from '../rules/follow.ts';
import type { Session } from '../session/session.ts';

export type OrderSystem = {
  readonly url: string;
  readonly fingerprint: string | null;
  readonly pusher: { address: PusherAddress; fingerprint: string | null };
  /** Where the restaurant's events come over Pusher. */
  readonly channel: string;
  /** Answered to anybody; null: there is no such question. */
  readonly alive: (() => Promise<BackendAnswer>) | null;
  readonly alivePath: string;
  /** Whether its answers name a protocol. */
  readonly speaksOurs: boolean;
  signIn(): Promise<BackendAnswer>;
  authorize(socketId: string): Promise<AuthorizeAnswer>;
  /** null: it can send none. */
  readonly testEvent: ((test: string) => Promise<BackendAnswer>) | null;
};

export function orderSystemOf(backend: Backend, session: Session): OrderSystem {
  const { url, fingerprint, token, channels, restaurantId, pusher } = session;
  const follower = followerOf(session);
  const { alive, signIn, testEvent } = follower.selfTest;
  const ask = (request: Parameters<typeof exchange>[2]) => exchange(backend, session, request);
  const channel = channelOf(`restaurant:${restaurantId}`, channels);
  return {
    url,
    fingerprint,
    pusher: { address: pusherAddressOf(session), fingerprint: ownPusher(pusher) ? fingerprint : null },
    channel,
    alive: alive === null ? null : () => ask(alive),
    alivePath: alive?.path ?? '',
    speaksOurs: alive !== null,
    signIn: () => ask(signIn({ session, token })),
    authorize: (socketId) =>
      authorize(
        backend,
        session,
        follower.authorizeRequest({ for: 'channel', socketId, channel }, { session, token }),
      ),
    testEvent: testEvent === null ? null : (test) => ask(testEvent(token, test)),
  };
}

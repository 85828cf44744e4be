// Asks the order system for a self-test in this device's name; its token goes nowhere else.
import { channelOf } from '../../contract/streams.ts';
import type { PusherAddress } from '../../contract/api.ts';
import { ownPusher, pusherAddressOf } from '../link/address.ts';
import { authorize } from '../link/authorize.ts';
import { exchange } from '../link/exchange.ts';
import { existingOf, policyOf, type Setup } from '../enrolment/setup.ts';
import type { Backend, BackendAnswer, BackendTarget } from '../ports/backend.ts';
import type { AuthorizeAnswer } from '../ports/realtime.ts';
import { followerOf } from '../rules/follow.ts';
import type { WithBackend } from '../session/backend-kind.ts';
import type { Session } from '../session/session.ts';

/** What anybody may ask it; null: it has nothing of that kind. */
export type Alive = { readonly path: string; ask(): Promise<BackendAnswer> };

export type OrderSystem = {
  readonly url: string;
  readonly fingerprint: string | null;
  readonly pusher: { address: PusherAddress; fingerprint: string | null };
  /** Where the restaurant's events come over Pusher. */
  readonly channel: string;
  readonly alive: Alive | null;
  signIn(): Promise<BackendAnswer>;
  authorize(socketId: string): Promise<AuthorizeAnswer>;
  /** null: it can send none. */
  readonly testEvent: ((test: string) => Promise<BackendAnswer>) | null;
};

export function orderSystemOf(backend: Backend, session: Session): OrderSystem {
  const { url, fingerprint, token, channels, restaurantId, pusher } = session;
  const follower = followerOf(session);
  const { signIn, testEvent } = follower.selfTest;
  const ask = (request: Parameters<typeof exchange>[2]) => exchange(backend, session, request);
  const channel = channelOf(`restaurant:${restaurantId}`, channels);
  return {
    url,
    fingerprint,
    pusher: { address: pusherAddressOf(session), fingerprint: ownPusher(pusher) ? fingerprint : null },
    channel,
    alive: aliveAt(backend, session),
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

function aliveAt(backend: Backend, at: BackendTarget & WithBackend): Alive | null {
  const { alive } = followerOf(at).selfTest;
  return alive === null ? null : { path: alive.path, ask: () => exchange(backend, at, alive) };
}

/** Where a device is to enrol, as IT has decided: that much can be looked at before it has. */
export function systemInPolicy(
  backend: Backend,
  setup: Pick<Setup, 'policy'>,
): Pick<OrderSystem, 'url' | 'fingerprint' | 'alive'> | null {
  const named = policyOf(setup)?.backend;
  if (named === undefined) return null;
  const at = { url: named.url, fingerprint: named.fingerprint ?? null };
  return { ...at, alive: aliveAt(backend, { ...at, existing: existingOf(setup) }) };
}

// Opens the Pusher client of the session, has it do what the rules want, and closes it.
import type { Backend, BackendRequest } from '../ports/backend.ts';
import type { AuthorizeRequest, Realtime, RealtimeClient, RealtimeSignal } from '../ports/realtime.ts';
import { abilitiesOf } from '../session/abilities.ts';
import type { Session } from '../session/session.ts';
import { ownPusher, pusherAddressOf } from './address.ts';
import { authorize } from './authorize.ts';
import type { RealtimeEffect } from './turn.ts';

/** Recognised after 12 s at the latest: half-open links, which TCP keeps for many minutes. */
const activityTimeoutMs = 8000;
const pongTimeoutMs = 4000;

type Brain = {
  session(): Session | null;
  /** What the backend is asked for a signature, in its own words; null: it makes none for that. */
  authorization(session: Session, request: AuthorizeRequest): BackendRequest | null;
  signal(session: string, signal: RealtimeSignal): void;
};

export function createRealtimePerformer(
  ports: { realtime: Realtime; backend: Backend },
  brain: Brain,
): (wanted: RealtimeEffect) => void {
  let client: RealtimeClient | null = null;

  /** One client per session; the one before it is closed for good. */
  function open(): RealtimeClient | null {
    client?.close();
    const session = brain.session();
    if (session === null) return null;
    return ports.realtime.open({
      address: pusherAddressOf(session),
      // A Pusher service of somebody else's has a certificate of its own.
      fingerprint: ownPusher(session.pusher) ? session.fingerprint : null,
      activityTimeoutMs,
      pongTimeoutMs,
      authorize: (request) => authorize(ports.backend, session, brain.authorization(session, request)),
      signal: (signal) => brain.signal(session.folder, signal),
    });
  }

  function signIn(): void {
    const session = brain.session();
    if (session !== null && abilitiesOf(session).signsDevicesIn) client?.signIn();
  }

  return (wanted) => {
    switch (wanted.act) {
      case 'open':
        client = open();
        return undefined;
      case 'connect':
        client?.connect();
        return signIn();
      case 'disconnect':
        return client?.disconnect();
      case 'check':
        return client?.check();
      case 'subscribe':
        return client?.subscribe(wanted.channel);
      case 'unsubscribe':
        return client?.unsubscribe(wanted.channel);
      case 'close':
        client?.close();
        client = null;
        return undefined;
      default:
        return wanted satisfies never;
    }
  };
}

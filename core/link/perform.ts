// The Pusher client of the session: opened, told what the rules want of it, and closed.
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

type Line = {
  session(): Session | null;
  /** What the backend is asked for a signature, in its own words; null: it makes none for that. */
  authorization(session: Session, request: AuthorizeRequest): BackendRequest | null;
  signal(session: string, signal: RealtimeSignal): void;
};

export function createLine(
  ports: { realtime: Realtime; backend: Backend },
  line: Line,
): (wanted: RealtimeEffect) => void {
  let client: RealtimeClient | null = null;

  /** One client per session; the one before it is closed for good. */
  function open(): RealtimeClient | null {
    client?.close();
    const session = line.session();
    if (session === null) return null;
    return ports.realtime.open({
      address: pusherAddressOf(session),
      // A Pusher service of somebody else's has a certificate of its own.
      fingerprint: ownPusher(session.pusher) ? session.fingerprint : null,
      activityTimeoutMs,
      pongTimeoutMs,
      authorize: (request) => authorize(ports.backend, session, line.authorization(session, request)),
      signal: (signal) => line.signal(session.folder, signal),
    });
  }

  function signIn(): void {
    const session = line.session();
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

// What every connection and every publisher shares.
import type { NotSignedIn } from './not-signed-in.ts';
import type { LastEvents } from './last-events.ts';
import type { PusherLimits } from './limits.ts';
import type { Rooms } from './rooms.ts';
import type { Users } from './users.ts';

export type PusherApp = { id: string; key: string; secret: string };

export type LogEvent = { event: string; [k: string]: unknown };

export type Exchange = {
  readonly app: PusherApp;
  readonly limits: PusherLimits;
  readonly rooms: Rooms;
  readonly users: Users;
  /** Those whom the host named as the owners of a connection; they need not have signed in. */
  readonly owners: Users;
  readonly notSignedIn: NotSignedIn;
  readonly lastEvents: LastEvents;
  /** Whether those on this channel may send events to each other. */
  readonly mayTalkOn: (channel: string) => boolean;
  readonly log: (event: LogEvent) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

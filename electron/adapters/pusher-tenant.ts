// What one open client adds to the instance of pusher-js it borrows.
import type { Channel } from 'pusher-js';
import type { RealtimeOptions } from '../../core/ports/realtime.ts';
import type { Fault } from './pusher-fault.ts';

export type Tenant = {
  options: RealtimeOptions;
  /** Counts subscriptions per channel, so that an answer for an older one is known. */
  attempts: Map<string, number>;
  refusals: Map<string, number | null>;
  /** Channels pusher-js itself asked for when the present socket stood, and of which nothing was heard since. */
  askedByItself: Set<string>;
  bound: WeakSet<Channel>;
  /** The handshake is done and nothing has been heard of an end: pusher-js says "connected" a second longer. */
  live: boolean;
  asked: boolean;
  /** Our own off-and-on again, of which nobody need hear. */
  restarting: boolean;
  fault: Fault;
  comeBacks: number[];
  unreadable: number;
  attemptBegan: number;
  /** The newest socket; what an older one says does not count. */
  socket: unknown;
};

export const newTenant = (options: RealtimeOptions): Tenant => ({
  options,
  attempts: new Map(),
  refusals: new Map(),
  askedByItself: new Set(),
  bound: new WeakSet(),
  live: false,
  asked: false,
  restarting: false,
  fault: { code: null, message: null },
  comeBacks: [],
  unreadable: 0,
  attemptBegan: -Infinity,
  socket: null,
});

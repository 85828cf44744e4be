// One Pusher client instance: connect, subscribe, hear. Which attempt to make when is decided in core/link.
import type { PusherAddress } from '../../contract/api.ts';

export type RealtimeSignal =
  | { kind: 'connecting' }
  | { kind: 'connected'; socketId: string }
  /** `asked`: we called disconnect(). The client itself will not try again after an unasked one. */
  | { kind: 'disconnected'; asked: boolean; code: number | null; message: string | null }
  /**
   * The socket is gone, or could not be made, and the client would try again by itself some time. Signalled at
   * once, not when that try begins. The core answers with disconnect(), which ends those tries, and calls
   * connect() on a schedule of its own.
   */
  | { kind: 'unavailable'; code: number | null; message: string | null }
  | { kind: 'subscribed'; channel: string }
  | { kind: 'refused'; channel: string; status: number | null; message: string }
  | { kind: 'signed-in' }
  | { kind: 'sign-in-refused'; message: string }
  /** `data` as it came: parsed JSON where it was JSON, otherwise the string. */
  | { kind: 'event'; channel: string; name: string; data: unknown };

/** What the authorizer is asked for; the answer for another socket than the present one is thrown away by the adapter. */
export type AuthorizeRequest =
  | { for: 'channel'; socketId: string; channel: string }
  | { for: 'user'; socketId: string };
export type AuthorizeAnswer =
  | { ok: true; auth: string; channelData?: string; userData?: string; sharedSecret?: string }
  | { ok: false; status: number | null; message: string };

export type RealtimeOptions = {
  address: PusherAddress;
  fingerprint: string | null;
  activityTimeoutMs: number;
  pongTimeoutMs: number;
  authorize(request: AuthorizeRequest): Promise<AuthorizeAnswer>;
  signal(signal: RealtimeSignal): void;
};

export interface RealtimeClient {
  /** Starts, or tries again at once. */
  connect(): void;
  disconnect(): void;
  /** Asks a live link for a sign of life right now. */
  check(): void;
  /** Also cures a subscription that the server refused or never answered: called again it is sent again. */
  subscribe(channel: string): void;
  unsubscribe(channel: string): void;
  signIn(): void;
  /** Ends it for good; no signal comes after. */
  close(): void;
}

export interface Realtime {
  open(options: RealtimeOptions): RealtimeClient;
}

/** A small Pusher Channels server (protocol 7) that shares its host's HTTP server and knows nothing of orders. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PusherLimits } from './limits.ts';

export type { PusherLimits } from './limits.ts';

export type PusherApp = { id: string; key: string; secret: string };

export type PusherServerOptions = {
  app: PusherApp;
  /** Seconds of silence after which a client checks the link; announced in the handshake. Default 30. */
  activityTimeoutS?: number;
  limits?: Partial<PusherLimits>;
  log?: (event: { event: string; [k: string]: unknown }) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
};

export type PusherServer = {
  /** True when it took the request (paths /apps/…); call it before the host's own routes, with the body unread. */
  handleRequest(req: IncomingMessage, res: ServerResponse): boolean;
  /** True when it took the upgrade (paths /app/…). */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  stats(): { connections: number; subscriptions: number; channels: number; users: number };
  /** Sends every client away with a close code (default 4100: come back in a second) and waits for them to go. */
  close(reason?: { code?: number; graceMs?: number }): Promise<void>;
};

export function createPusherServer(_options: PusherServerOptions): PusherServer {
  throw new Error('createPusherServer: the server behind this interface follows in the next commits');
}

// A small Pusher Channels server (protocol 7) that shares its host's HTTP server and knows nothing of orders.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Addresses } from './addresses.ts';
import { WebSocketClients } from './websocket-server.ts';
import type { Exchange, LogEvent, PusherApp } from './exchange.ts';
import { FanOut } from './fan-out.ts';
import { NotSignedIn } from './not-signed-in.ts';
import { publishAll, terminateUser } from './http-api.ts';
import { isClientPath } from './handshake.ts';
import { LastEvents } from './last-events.ts';
import { DEFAULT_LIMITS, type PusherLimits } from './limits.ts';
import { lookAround, planLiveness } from './liveness.ts';
import { comesFrom } from './proxies.ts';
import { isApiPath, receive, turnAway } from './http-requests.ts';
import { Rooms } from './rooms.ts';
import { Users } from './users.ts';

export type { PusherApp } from './exchange.ts';
export { DEFAULT_LIMITS, type PusherLimits } from './limits.ts';
export { householdOf } from './addresses.ts';
export { addressBehind } from './proxies.ts';

export type PusherServerOptions = {
  app: PusherApp;
  /** Seconds of silence after which a client checks the link; announced in the handshake. Default 30. */
  activityTimeoutS?: number;
  /** Tell subscribers how many they are (`pusher:subscription_count`). Default off, as with hosted Pusher. */
  subscriptionCounts?: boolean;
  /** Whether subscribers may send `client-*` to each other, on all channels or on some. Default off, as with hosted Pusher. */
  clientEvents?: boolean | ((channel: string) => boolean);
  limits?: Partial<PusherLimits>;
  /** Who may use the HTTP API, beside having to sign: addresses, networks, names of networks, or `anywhere`. Default `loopback`. */
  publishersFrom?: readonly string[];
  /** Whose connection this is; behind a proxy see `addressBehind`. Default: the peer of the socket. */
  addressOf?: (req: IncomingMessage) => string;
  log?: (event: LogEvent) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
};

export type PusherServer = {
  /** True when it took the request (paths /apps/…); call it before the host's own routes, with the body unread. */
  handleRequest(req: IncomingMessage, res: ServerResponse): boolean;
  /** True when it took the upgrade (paths /app/…). */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /**
   * Whoever is let hear something over this connection owns it from then on: their termination ends it, also when they
   * never signed in. A connection that is not here belongs to nobody.
   */
  belongsTo(socketId: string, user: string): void;
  /** What its own host publishes, as a batch over the HTTP API but without a request; null, or why nothing of it was. */
  publish(batch: readonly HostEvent[]): HostProblem | null;
  /** Ends every connection that is signed in as this user or owned by them. */
  terminate(user: string): void;
  stats(): PusherStats;
  /** Sends every client away with a close code (default 4100: come back in a second) and waits for them to go. */
  close(reason?: { code?: number; graceMs?: number }): Promise<void>;
};

export type HostEvent = { name: string; channel: string; data: string };
export type HostProblem = { status: 400 | 413 | 503; message: string };
export type PusherStats = { connections: number; subscriptions: number; channels: number; users: number };

const DEFAULT_ACTIVITY_TIMEOUT_S = 30;
const OVER_CAPACITY = 4100;
const DEFAULT_GRACE_MS = 2_000;
const COUNTS_EVERY_MS = 5_000;

export function createPusherServer(options: PusherServerOptions): PusherServer {
  const { app, activityTimeoutS = DEFAULT_ACTIVITY_TIMEOUT_S, log = () => {}, now = Date.now } = options;
  if (!(activityTimeoutS > 0)) throw new Error(`activityTimeoutS must be above 0, not ${activityTimeoutS}`);

  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const lastEvents = new LastEvents(limits, now);
  const fanOut = new FanOut(limits.waitingEvents);
  const rooms = new Rooms(lastEvents, fanOut, limits, options.subscriptionCounts ?? false);
  const { clientEvents = false } = options;
  const mayTalkOn = typeof clientEvents === 'function' ? clientEvents : () => clientEvents;
  const exchange: Exchange = {
    app,
    limits,
    rooms,
    users: new Users(),
    owners: new Users(),
    notSignedIn: new NotSignedIn(),
    lastEvents,
    mayTalkOn,
    log,
    now,
  };
  const addresses = new Addresses(limits, now);
  const addressOf = options.addressOf ?? ((req) => req.socket.remoteAddress ?? 'unknown');
  const mayPublish = comesFrom(options.publishersFrom ?? ['loopback'], addressOf);
  const clients = new WebSocketClients({ exchange, addresses, activityTimeoutS, addressOf });

  const plan = planLiveness(activityTimeoutS, limits.pongTimeoutS);
  const looking = setInterval(() => {
    lookAround(clients.connections, plan);
    addresses.forgetStrangers();
  }, plan.lookEveryMs).unref();
  const counting = setInterval(() => rooms.tellStaleCounts(), COUNTS_EVERY_MS).unref();

  let closed: Promise<void> | null = null;

  return {
    handleRequest(req, res) {
      if (!isApiPath(req.url ?? '')) return false;
      // Nobody is left to hear it here; the next server may have them.
      if (closed) res.writeHead(503, { 'retry-after': '1' }).end();
      else if (mayPublish(req)) void receive(req, res, exchange);
      else turnAway(res, addressOf(req), exchange);
      return true;
    },

    handleUpgrade(req, socket, head) {
      if (!isClientPath(req.url ?? '')) return false;
      clients.admit(req, socket, head);
      return true;
    },

    belongsTo(socketId, user) {
      const connection = clients.find(socketId);
      if (!connection) return;
      connection.owners.add(user);
      exchange.owners.signIn(connection, { id: user });
    },

    publish(batch) {
      if (closed) return { status: 503, message: 'The server is closing' };
      const read = publishAll(exchange, { batch });
      return read.ok ? null : read.problem;
    },

    terminate: (user) => terminateUser(exchange, user),

    stats() {
      let subscriptions = 0;
      for (const { listeners } of rooms.all()) subscriptions += listeners.size;
      return {
        connections: clients.connections.size,
        subscriptions,
        channels: rooms.size,
        users: exchange.users.size,
      };
    },

    close({ code = OVER_CAPACITY, graceMs = DEFAULT_GRACE_MS } = {}) {
      clearInterval(looking);
      clearInterval(counting);
      // What was answered for is heard before the goodbye.
      fanOut.finish();
      closed ??= clients.close(code, graceMs);
      return closed;
    },
  };
}

// The backend put together: database, log, relay, desk, routes and the embedded Pusher behind one port.
import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { defaultChannels } from '../contract/streams.ts';
import type { PusherAddress } from '../contract/api.ts';
import packageJson from '../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import { offerAdmin } from './admin/routes.ts';
import { offerCustomerPage } from './customer-page/routes.ts';
import { fact } from './db/facts.ts';
import type { Store } from './db/store.ts';
import { createEscalation } from './escalation/index.ts';
import { offerWebhook } from './escalation/routes.ts';
import { createApi } from './http/endpoint.ts';
import { offerHealth } from './http/health.ts';
import { ProblemError } from './http/problem.ts';
import { guard } from './http/guard.ts';
import { createMetrics, offerMetrics } from './http/metrics.ts';
import { offerOpenApi } from './http/openapi.ts';
import { createServer } from './http/server.ts';
import { openSideDoor } from './http/side-door.ts';
import { noteFingerprint, openTls, renewedTls } from './http/tls.ts';
import { createIdentity, createTerminations, type Identity } from './identity/index.ts';
import { offerIdentity } from './identity/routes.ts';
import { createDesk } from './orders/desk.ts';
import { createDueClock } from './orders/due.ts';
import { forget } from './orders/retention.ts';
import { offerOrders } from './orders/routes.ts';
import { createPusherServer } from './pusher-server/index.ts';
import { goRounds } from './rounds.ts';
import { getRestaurant } from './restaurant/restaurants.ts';
import { offerRestaurant } from './restaurant/routes.ts';
import { createLog, type Log } from './streams/log.ts';
import { createPublisher, type Publisher } from './streams/publisher.ts';
import { createRelay } from './streams/relay.ts';
import { offerStreams } from './streams/routes.ts';

export type BackendParts = {
  config: Config;
  store: Store;
  logger: Logger;
  now: () => number;
  random: () => number;
};

export type Backend = {
  url: string;
  /** Of the certificate it made itself, which consoles pin. */
  fingerprint: string | null;
  identity: Identity;
  log: Log;
  store: Store;
  /** Finishes what was begun, then lets go of the port. The store stays open: whoever opened it closes it. */
  stop(): Promise<void>;
};

const { version } = packageJson;
/** Later than this the bell would ring late, so intake waits instead. */
const relayBehindMs = 1_000;
const longestQueue = 400;
const terminationsEveryMs = 2_000;
const forgetEveryMs = 60_000;
const renewalEveryMs = 60_000;

export async function startBackend({ config, store, logger, now, random }: BackendParts): Promise<Backend> {
  const app = {
    id: config.pusher.appId,
    key: config.pusher.key ?? (await fact(store, 'pusher_key', () => randomBytes(10).toString('hex'))),
    secret:
      config.pusher.secret ?? (await fact(store, 'pusher_secret', () => randomBytes(20).toString('hex'))),
  };
  const { foreign } = config.pusher;
  const embedded =
    foreign === null
      ? createPusherServer({ app, now, log: (line) => logger.debug(line), limits: embeddedLimits })
      : null;

  const tls = openTls(config.tls, now());
  await noteFingerprint(store, tls?.fingerprint ?? null);
  const metrics = createMetrics();
  const log = createLog(store);
  const identity = await createIdentity({ store, log, now });
  let publisher: Publisher | null = null;
  const present = (): Publisher => {
    if (publisher === null)
      throw new ProblemError('busy', 'The backend is starting.', { retryAfterSeconds: 1 });
    return publisher;
  };
  const relay = createRelay({
    store,
    publisher: {
      publish: (rings) => present().publish(rings),
    },
    name: randomUUID(),
    channels: defaultChannels,
    payload: config.payload,
    now,
    random,
    log: (level, line) => logger[level](line),
    published: metrics.published,
  });
  log.onCommitted((streams) => relay.poke(streams));
  const due = createDueClock({
    store,
    log,
    now,
    failed: (why) => logger.error({ event: 'due.failed', err: why }),
  });
  const terminations = createTerminations(
    store,
    (user) => present().terminate(user),
    (user, why) => logger.warn({ event: 'termination.failed', user, why: String(why) }),
  );
  const desk = createDesk({
    store,
    log,
    now,
    rules: { tellMs: config.tellMs, assumeCollectedMs: config.assumeCollectedMs },
    dueAt: due.at,
  });

  const server = createServer({
    log: logger,
    trustProxy: config.trustProxy,
    ...(tls ? { tls } : {}),
    ...(embedded ? { embedded } : {}),
  });
  guard({
    app: server,
    corsOrigins: config.corsOrigins,
    perToken: { perSecond: config.ratePerSecond, burst: config.ratePerSecond * 4 },
    perAddress: { perSecond: config.ratePerSecond / 2, burst: config.ratePerSecond * 4 },
    now,
  });
  const api = createApi(server, identity.identify);
  offerMetrics({
    app: server,
    metrics,
    identify: identity.identify,
    store,
    gauges: () => ({
      relay_streams_waiting: relay.stats().waitingStreams,
      relay_behind_seconds: relay.behindMs() / 1000,
      pusher_failing: relay.stats().failing ? 1 : 0,
      pusher_connections: embedded?.stats().connections ?? 0,
      pusher_subscriptions: embedded?.stats().subscriptions ?? 0,
    }),
  });
  const realtime = {
    pusher: addressOf(app.key, foreign, config.port, tls !== null),
    channels: defaultChannels,
  };
  const failing = (event: string) => (why: unknown) => logger.error({ event, err: why });
  const ending = goRounds(() => terminations.run(now()), terminationsEveryMs, failing('terminations.failed'));
  const escalation = createEscalation({
    store,
    log,
    now,
    report: (level, line) => logger[level](line),
  });
  offerHealth({ api, store, relay, now });
  offerIdentity({
    api,
    identity,
    restaurantOf: (id) => getRestaurant(store.read, id),
    realtime,
    departed: ending.soon,
  });
  offerAdmin({ api, store, identity, now, fingerprint: tls?.fingerprint ?? null, departed: ending.soon });
  offerRestaurant({ api, store, log, now });
  offerWebhook({ api, store });
  offerCustomerPage({ api, store, realtime, folder: customerPageFolder });
  offerStreams({ api, store, identity, publisher: present, channels: defaultChannels, now });
  offerOrders({
    api,
    store,
    log,
    now,
    desk,
    publicTokens: identity.publicTokens,
    admit() {
      if (relay.behindMs() > relayBehindMs || store.waiting() > longestQueue)
        throw new ProblemError(
          'busy',
          'There is more to do than can be done in time. Send it again in a second.',
          {
            retryAfterSeconds: 1,
          },
        );
    },
    orderPlaced(line) {
      metrics.orderPlaced();
      logger.info({ event: 'order.placed', ...line });
    },
  });
  offerOpenApi(api, version);

  try {
    await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    await embedded?.close();
    throw error;
  }
  const { port } = server.server.address() as AddressInfo;
  realtime.pusher = addressOf(app.key, foreign, port, tls !== null);
  const here = reachable(config.host);
  const sideDoor =
    tls && embedded ? await openSideDoor((req, res) => embedded.handleRequest(req, res)) : null;
  publisher = createPublisher({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: foreign?.host ?? sideDoor?.host ?? here,
    port: foreign?.port ?? sideDoor?.port ?? port,
    tls: foreign?.tls ?? false,
  });
  relay.start();
  due.start();
  escalation.start();
  let tlsFrom = now();
  const renewing = goRounds(
    async () => {
      const renewed = renewedTls(config.tls, tlsFrom);
      if (!renewed || !(server.server instanceof TlsServer)) return;
      server.server.setSecureContext(renewed.tls);
      tlsFrom = renewed.at;
      logger.info({ event: 'tls.renewed' });
    },
    renewalEveryMs,
    failing('tls.not-renewed'),
  );
  const forgetting = goRounds(
    async () => {
      const forgotten = await forget({ store, log, keep: config.keep, now });
      if (Object.values(forgotten).some((count) => count > 0))
        logger.info({ event: 'forgotten', ...forgotten });
    },
    forgetEveryMs,
    failing('forgetting.failed'),
  );

  return {
    url: `${tls ? 'https' : 'http'}://${here}:${port}`,
    fingerprint: tls?.fingerprint ?? null,
    identity,
    log,
    store,
    async stop() {
      await Promise.all([ending, forgetting, escalation, renewing].map((rounds) => rounds.stop()));
      await due.stop();
      await relay.stop();
      await embedded?.close();
      await server.close();
      publisher?.close();
      await sideDoor?.close();
    },
  };
}

/** Beside the bundled backend lies the bundled page. */
const customerPageFolder = fileURLToPath(new URL('../customer-page/', import.meta.url));

/** The backend itself publishes from one address as fast as orders come. */
const embeddedLimits = { connectsPerSecondPerAddress: 200 };

/** An address that can be dialled, for a server that listens on all of them. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function addressOf(
  key: string,
  foreign: Config['pusher']['foreign'],
  port: number,
  tls: boolean,
): PusherAddress {
  if (foreign === null) return { key, host: '', port, tls };
  return {
    key,
    ...(foreign.cluster === undefined ? {} : { cluster: foreign.cluster }),
    host: foreign.socketHost,
    port: foreign.socketPort,
    tls: foreign.tls,
  };
}

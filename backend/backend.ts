// Starts and stops the backend: its services, its routes and the embedded Pusher behind one port.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { PusherAddress } from '../contract/api.ts';
import { sortOfChannel, streamOf } from '../contract/streams.ts';
import { forgetAnnouncements } from './announcements/announcements.ts';
import { ConfigError, type Config } from './config.ts';
import { fact } from './db/facts.ts';
import type { Store } from './db/store.ts';
import type { Api } from './http/endpoint.ts';
import { createServer } from './http/server.ts';
import { noteFingerprint, openTls, renewedTls } from './http/tls.ts';
import { forgetPresence } from './identity/forget.ts';
import type { Identity } from './identity/index.ts';
import { refusalOfNamesInUse } from './identity/names-in-use.ts';
import { forgetNotifications } from './notifications/index.ts';
import { forget } from './orders/retention.ts';
import { indexOrders } from './orders/search-index.ts';
import { addressBehind, createPusherServer, type PusherApp } from './pusher-server/index.ts';
import { forgetPush } from './push/index.ts';
import { repeatTask } from './process/repeat-task.ts';
import { offerEverything } from './routes.ts';
import type { EventLog } from './streams/event-log.ts';
import { mergePublishes } from './streams/merge-publishes.ts';
import { eventsInOneRequest } from './streams/publish-rows.ts';
import { embeddedPublisher, servicePublisher } from './streams/publisher.ts';
import { createServices, type ServicesParts } from './services.ts';

export type BackendParts = ServicesParts & {
  /** Done before anybody is answered; done again when the port was taken and the next one is tried. */
  beforeListening?: (identity: Identity) => Promise<void>;
};

export type Backend = {
  url: string;
  /** Of the certificate it made itself, which consoles pin. */
  fingerprint: string | null;
  identity: Identity;
  /** Every route, with the schemas of what it asks and answers. */
  endpoints: Api['offered'];
  log: EventLog;
  store: Store;
  /** Finishes what was begun, then lets go of the port. The store stays open: whoever opened it closes it. */
  stop(): Promise<void>;
};

const terminationsEveryMs = 2_000;
const forgetEveryMs = 60_000;
const indexEveryMs = 60_000;
const restPerWork = 5;
const renewalEveryMs = 60_000;
/** What has been asked by the time it stops is answered within this, or not at all. */
const lastRequestsMs = 2_000;

export async function startBackend(parts: BackendParts): Promise<Backend> {
  const { config, store, logger, now } = parts;
  await refuseNames(parts);
  const app = await pusherApp(store, config);
  const { embedded, publisher } = openPusher(parts, app);
  const tls = openTls(config.tls, now());
  await noteFingerprint(store, tls?.fingerprint ?? null);
  const services = await createServices({ ...parts, publisher });
  await parts.beforeListening?.(services.identity);
  const { relay, due, escalation, terminations, laterEvents, notifications, push } = services;

  const failing = (event: string) => (why: unknown) => logger.error({ event, err: why });
  const ending = repeatTask(
    async () => {
      await services.identity
        .tidy()
        .then(
          (found) => found.forEach((copies) => logger.warn({ event: 'device.copied', ...copies })),
          failing('tidying.failed'),
        );
      await terminations.run(now());
    },
    terminationsEveryMs,
    failing('terminations.failed'),
  );
  const server = createServer({
    log: logger,
    trustProxy: config.trustProxy,
    ...(tls ? { tls } : {}),
    ...(embedded ? { embedded } : {}),
  });
  const realtime = {
    pusher: addressOf(app.key, config, config.port),
    channels: services.channels,
  };
  const endpoints = offerEverything({
    app: server,
    services,
    embedded,
    realtime,
    fingerprint: tls?.fingerprint ?? null,
    departed: ending.soon,
  });

  try {
    await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    await ending.stop();
    await embedded?.close();
    throw error;
  }
  const { port } = server.server.address() as AddressInfo;
  realtime.pusher = addressOf(app.key, config, port);
  const here = reachable(config.host);
  relay.start();
  laterEvents.start();
  notifications?.start();
  due.start();
  escalation.start();
  push.start();
  let tlsFrom = now();
  const renewing = repeatTask(
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
  // Also what was forgotten by a process that ended before it had cleared up.
  let traces = true;
  const forgetting = repeatTask(
    async () => {
      const forgotten = {
        ...(await forget({ store, log: services.log, keep: config.keep, now })),
        ...(await forgetPresence(store, now())),
        ...(await forgetAnnouncements(store, now() - config.keep.logMs)),
        notifications: await forgetNotifications(store, now() - config.notifications.keepMs),
        ...(await forgetPush(store, now())),
      };
      if (Object.values(forgotten).some((count) => count > 0)) {
        logger.info({ event: 'forgotten', ...forgotten });
        traces = true;
      }
      if (services.chat?.takeDeleted()) traces = true;
      if (traces) traces = !(await store.leaveNoTrace());
    },
    forgetEveryMs,
    failing('forgetting.failed'),
  );

  const indexing = repeatTask(
    async () => {
      const began = performance.now();
      const indexed = await indexOrders({ store, now });
      // Where thousands wait, orders that come meanwhile have most of the time.
      return indexed > 0 ? restPerWork * (performance.now() - began) : undefined;
    },
    indexEveryMs,
    failing('indexing.failed'),
  );
  // Orders that were placed before there was an index are many.
  indexing.soon();

  return {
    url: `${tls ? 'https' : 'http'}://${here}:${port}`,
    fingerprint: tls?.fingerprint ?? null,
    identity: services.identity,
    endpoints,
    log: services.log,
    store,
    async stop() {
      await Promise.all(
        [ending, forgetting, indexing, escalation, renewing, laterEvents, notifications, push].map((task) =>
          task?.stop(),
        ),
      );
      await due.stop();
      // What is not published yet stays marked so, and is published after the next start.
      await relay.stop();
      await embedded?.close();
      // Half a request, or one that waits for a database that is away, does not hold up the end.
      const cutting = setTimeout(() => server.server.closeAllConnections(), lastRequestsMs);
      await server.close();
      clearTimeout(cutting);
      publisher.close();
    },
  };
}

/** Names that only the ids in use make wrong, and one that everybody may listen to. */
async function refuseNames({ store, config: { channels }, logger }: BackendParts): Promise<void> {
  const why = await refusalOfNamesInUse(store, channels);
  if (why !== null) throw new ConfigError(why);
  if (channels.chat !== undefined && sortOfChannel(channels.chat) === 'public')
    logger.warn({ event: 'pusher.chat-is-public', channel: channels.chat });
}

/** Those given, or those made once and kept with the database, so that consoles find the same after a restart. */
async function pusherApp(store: Store, { pusher }: Config): Promise<PusherApp> {
  const random = (bytes: number) => () => randomBytes(bytes).toString('hex');
  return {
    id: pusher.appId,
    key: pusher.key ?? (await fact(store, 'pusher_key', random(10))),
    secret: pusher.secret ?? (await fact(store, 'pusher_secret', random(20))),
  };
}

/** The Pusher service that was named, or the server that is embedded here. */
function openPusher({ config: { pusher, channels, trustProxy }, logger, now }: BackendParts, app: PusherApp) {
  const { foreign } = pusher;
  if (foreign !== null) {
    const service = servicePublisher({ ...foreign, appId: app.id, key: app.key, secret: app.secret });
    const publish = mergePublishes(service.publish, eventsInOneRequest);
    return { embedded: null, publisher: { ...service, publish } };
  }
  const embedded = createPusherServer({
    app,
    now,
    log: (line) => logger.debug(line),
    // Never on a channel of the log: nobody but the backend tells what happened to an order.
    clientEvents: (channel) => pusher.clientEvents && streamOf(channel, channels) === null,
    publishersFrom: ['loopback', ...pusher.apiFrom],
    limits: embeddedLimits,
    addressOf: addressBehind(trustProxy),
  });
  return { embedded, publisher: embeddedPublisher(embedded, app) };
}

/** A whole shop comes from one address. */
const embeddedLimits = { connectsPerSecondPerAddress: 200 };

/** An address that can be dialled, for a server that listens on all of them. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function addressOf(
  key: string,
  { pusher: { foreign }, publicUrl, tls }: Config,
  port: number,
): PusherAddress {
  if (foreign === null && publicUrl !== null)
    return { key, host: '', port: publicUrl.port, tls: publicUrl.tls };
  if (foreign === null) return { key, host: '', port, tls: tls.kind !== 'none' };
  return {
    key,
    ...(foreign.cluster === undefined ? {} : { cluster: foreign.cluster }),
    host: foreign.socketHost,
    port: foreign.socketPort,
    tls: foreign.tls,
  };
}

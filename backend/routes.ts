// Offers everything the backend answers over HTTP.
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { PusherAddress } from '../contract/api.ts';
import packageJson from '../package.json' with { type: 'json' };
import { offerAdmin } from './admin/routes.ts';
import { announcementsPart } from './announcements/snapshot-part.ts';
import { offerAnnouncements } from './announcements/routes.ts';
import { offerChat } from './chat/routes.ts';
import { chatsPart } from './chat/snapshot-part.ts';
import { offerCustomerPage } from './customer-page/routes.ts';
import { consolesGonePart } from './escalation/console-rows.ts';
import { offerWebhook } from './escalation/routes.ts';
import { createApi, type Api } from './http/endpoint.ts';
import { guard } from './http/guard.ts';
import { offerHealth } from './http/health.ts';
import { offerMetrics } from './http/metrics.ts';
import { offerOpenApi } from './http/openapi.ts';
import { offerPush } from './identity/push-routes.ts';
import { offerBeat } from './identity/beat-routes.ts';
import { offerIdentity } from './identity/routes.ts';
import { offerTestEvents } from './identity/test-event-routes.ts';
import { offerSubscriptions } from './identity/subscription-routes.ts';
import { offerNotifications } from './notifications/routes.ts';
import { inboxPart } from './notifications/snapshot-part.ts';
import { offerOrders } from './orders/routes.ts';
import { offerSnapshot } from './orders/snapshot-routes.ts';
import { offerPhoneFiles } from './phone-page/page-files.ts';
import { offerPhonePage } from './phone-page/page-routes.ts';
import { offerPhones } from './phone-page/routes.ts';
import type { PusherServer } from './pusher-server/index.ts';
import { getRestaurant } from './restaurant/restaurants.ts';
import { offerRestaurant } from './restaurant/routes.ts';
import { offerEventPages } from './streams/routes.ts';
import type { Services } from './services.ts';

export type RoutesParts = {
  app: FastifyInstance;
  services: Services;
  embedded: PusherServer | null;
  /** Where consoles find Pusher; filled in once the port is known. */
  realtime: { pusher: PusherAddress; channels: Services['channels'] };
  /** Of the certificate the backend made itself. */
  fingerprint: string | null;
  /** Somebody was shown the door: their live connections are to be ended now. */
  departed: () => void;
};

const { version } = packageJson;
/** Beside the bundled backend lie the bundled pages. */
const folderOf = (name: string) => fileURLToPath(new URL(`../${name}/`, import.meta.url));
const pushWorkerFolder = folderOf('push-worker');

/** Answers every route with the schemas of what it asks and answers. */
export function offerEverything({
  app,
  services,
  embedded,
  realtime,
  fingerprint,
  departed,
}: RoutesParts): Api['offered'] {
  const { config, store, log, now, identity, metrics, relay, logger, orders, channels } = services;
  const { ratePerSecond } = config;
  const identify = guard({
    app,
    identify: identity.identify,
    corsOrigins: config.corsOrigins,
    perToken: { perSecond: ratePerSecond, burst: ratePerSecond * 4 },
    perAddress: { perSecond: ratePerSecond / 2, burst: ratePerSecond * 4 },
    now,
  });
  const api = createApi(app, identify, config.corsOrigins);
  offerMetrics({
    app,
    metrics,
    identify,
    behindProxy: config.trustProxy.length > 0 || config.publicUrl !== null,
    gauges: () => ({
      writes_waiting: store.waiting() + orders.waiting(),
      relay_streams_waiting: relay.stats().waitingStreams,
      relay_behind_seconds: relay.behindMs() / 1000,
      pusher_failing: relay.stats().failing ? 1 : 0,
      pusher_connections: embedded?.stats().connections ?? 0,
      pusher_subscriptions: embedded?.stats().subscriptions ?? 0,
    }),
  });
  const owned = (socketId: string, user: string) => embedded?.belongsTo(socketId, user);
  offerHealth({ api, store, relay, now });
  offerIdentity({ api, identity, restaurantOf: (id) => getRestaurant(store.read, id), realtime, departed });
  offerAdmin({ api, store, identity, channels, now, fingerprint, departed });
  offerRestaurant({ api, store, log, now });
  offerWebhook({ api, store });
  offerCustomerPage({
    api,
    store,
    realtime,
    folders: { page: folderOf('customer-page'), worker: pushWorkerFolder },
    publicKey: services.push.publicKey,
  });
  offerSubscriptions({
    api,
    publisher: services.publisher,
    channels,
    store,
    restaurantNamed: async (id) => (await getRestaurant(store.read, id))?.name ?? null,
    owned,
  });
  offerEventPages({ api, store, channels });
  const parts = [
    announcementsPart,
    consolesGonePart,
    ...(config.chat ? [chatsPart(store)] : []),
    ...(services.notifications === null ? [] : [inboxPart]),
  ];
  offerSnapshot({ api, store, now, parts });
  offerAnnouncements({ api, store, log, now, notifyAll: services.notifications?.notifyAll ?? null });
  if (services.chat) offerChat({ api, chat: services.chat, channels });
  if (services.notifications !== null)
    offerNotifications({ api, store, log, now, notifications: services.notifications });
  offerBeat({ api, store, identity, realtime, now });
  offerTestEvents({ api, log, now });
  offerOrders({
    api,
    store,
    log,
    now,
    orders,
    publicTokens: identity.publicTokens,
    admit: services.admit,
    orderPlaced(line) {
      metrics.orderPlaced();
      logger.info({ event: 'order.placed', ...line });
    },
  });
  offerPushes(api, services);
  offerOpenApi(api, version);
  return api.offered;
}

function offerPushes(api: Api, { config, store, now, push }: Services): void {
  const { publicKey, settings } = push;
  if (publicKey === null) return;
  const parts = { api, store, now, publicKey, alsoTo: settings.alsoTo };
  offerPush(parts);
  offerPhones({ ...parts, origin: config.publicUrl?.origin ?? null });
  offerPhonePage({
    ...parts,
    offerFiles: (app) => offerPhoneFiles(app, { page: folderOf('phone-page'), worker: pushWorkerFolder }),
  });
}

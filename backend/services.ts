// Makes the services of the backend and connects them: log, relay, orders, clock, and those who look after the rest.
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { ChannelTemplates } from '../contract/streams.ts';
import { createChat, type ChatService } from './chat/index.ts';
import type { Config } from './config.ts';
import type { Store } from './db/store.ts';
import { createEscalation, type Escalation } from './escalation/index.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { ProblemError } from './http/problem.ts';
import { createIdentity, createTerminations, type Identity, type Terminations } from './identity/index.ts';
import type { SecretCost } from './identity/secrets.ts';
import { createNotifications, notifyNobody, type Notifications } from './notifications/index.ts';
import { pushNotification } from './notifications/push.ts';
import { createPush, type Push } from './push/index.ts';
import { createOrderService, type OrderService } from './orders/order-service.ts';
import { createDueClock, type DueClock } from './orders/due.ts';
import { createEventLog, type EventLog } from './streams/event-log.ts';
import { createLaterEvents, type LaterEvents } from './streams/later-events.ts';
import { plainEvents } from './streams/plain-events.ts';
import type { Publisher } from './streams/publisher.ts';
import { createRelay, type Relay } from './streams/relay.ts';

export type ServicesParts = {
  config: Config;
  store: Store;
  logger: Logger;
  now: () => number;
  random: () => number;
  /** What a guess at a PIN or a password costs, when it is not the usual. */
  secretCost?: SecretCost;
};

export type Services = ServicesParts & {
  publisher: Publisher;
  channels: ChannelTemplates;
  metrics: Metrics;
  log: EventLog;
  laterEvents: LaterEvents;
  identity: Identity;
  relay: Relay;
  due: DueClock;
  terminations: Terminations;
  orders: OrderService;
  /** null: switched off. */
  notifications: Notifications | null;
  escalation: Escalation;
  /** null: switched off here. */
  chat: ChatService | null;
  push: Push;
  /** Throws when there is too much to do for another order to be taken now. */
  admit(): void;
};

/** Later than this the bell would ring late, so intake waits instead. */
const relayBehindMs = 1_000;
const longestQueue = 400;

export async function createServices(parts: ServicesParts & { publisher: Publisher }): Promise<Services> {
  const { config, store, logger, now, random, publisher } = parts;
  const { channels } = config;
  const metrics = createMetrics();
  const log = createEventLog(store);
  const identity = await createIdentity({ store, log, now, secretCost: parts.secretCost, chat: config.chat });
  const relay = createRelay({
    store,
    publisher,
    name: randomUUID(),
    channels,
    payload: config.payload,
    plain: plainEvents(config.eventAliases),
    now,
    random,
    log: (level, line) => logger[level](line),
    published: metrics.published,
  });
  log.onCommitted((events) => relay.committed(events));
  const due = createDueClock({
    store,
    log,
    now,
    failed: (why) => logger.error({ event: 'due.failed', err: why }),
  });
  const orders = createOrderService({
    store,
    log,
    now,
    rules: { tellMs: config.tellMs, assumeCollectedMs: config.assumeCollectedMs },
    dueAt: due.at,
  });
  const notifications = config.notifications.on
    ? createNotifications({
        store,
        log,
        now,
        queuePush: pushNotification(store),
        failed: (why) => logger.error({ event: 'notifications.failed', err: why }),
      })
    : null;
  const push = await createPush({
    settings: config.push,
    store,
    now,
    pathOf: (order) => `/track/${identity.publicTokens.of(order)}`,
    report: (level, line) => logger[level](line),
  });
  const notify = notifications?.notify ?? notifyNobody;
  return {
    ...parts,
    channels,
    metrics,
    log,
    laterEvents: createLaterEvents({
      store,
      log,
      waiting: () => store.waiting() + orders.waiting(),
      failed: (why) => logger.error({ event: 'later-events.failed', err: why }),
    }),
    identity,
    relay,
    due,
    terminations: createTerminations(
      store,
      (user) => publisher.terminate(user),
      (user, why) => logger.warn({ event: 'termination.failed', user, why: String(why) }),
    ),
    orders,
    chat: config.chat ? createChat({ store, log, now }) : null,
    notifications,
    push,
    escalation: createEscalation({ store, log, now, notify, report: (level, line) => logger[level](line) }),
    admit() {
      if (relay.behindMs() <= relayBehindMs && store.waiting() + orders.waiting() <= longestQueue) return;
      throw new ProblemError(
        'busy',
        'There is more to do than can be done in time. Send it again in a second.',
        { retryAfterSeconds: 1 },
      );
    },
  };
}

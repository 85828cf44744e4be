// Calls the managers when nobody takes care of an order, or when nobody could hear one.
import { randomBytes } from 'node:crypto';
import { fact } from '../db/facts.ts';
import type { Store } from '../db/store.ts';
import { repeatTask, type RepeatedTask } from '../process/repeat-task.ts';
import { notifyNobody, type Notify } from '../notifications/index.ts';
import type { EventLog } from '../streams/event-log.ts';
import { createDeliveries } from './deliveries.ts';
import { post as postOverHttp, type Post } from './post.ts';
import { createWatch } from './watch.ts';

export { signatureOf } from './signature.ts';

export type EscalationParts = {
  store: Store;
  log: EventLog;
  now: () => number;
  /** None: nobody is notified beside. */
  notify?: Notify;
  report: (level: 'info' | 'warn' | 'error', line: { event: string; [field: string]: unknown }) => void;
  post?: Post;
};

export type Escalation = {
  start(): void;
  /** One round of looking and one of sending. */
  round(): Promise<void>;
  stop(): Promise<void>;
};

const everyMs = 2000;

export function createEscalation({
  store,
  log,
  now,
  notify = notifyNobody,
  report,
  post = postOverHttp,
}: EscalationParts): Escalation {
  let sending: RepeatedTask | null = null;
  let looking: RepeatedTask | null = null;
  const watch = createWatch({
    store,
    log,
    now,
    upSince: now(),
    notify,
    changed(what) {
      report('warn', { event: 'escalation', ...what });
      sending?.soon();
    },
    failed: (restaurant, why) => report('error', { event: 'escalation.failed', restaurant, err: why }),
  });
  const deliveries = createDeliveries({
    store,
    events: log,
    notify,
    now,
    secretOf: (restaurant) => webhookSecret(store, restaurant),
    post,
    log: (line) => report('info', line),
  });
  const failed = (what: string) => (why: unknown) => report('error', { event: `${what}.failed`, err: why });
  return {
    start() {
      looking = repeatTask(() => watch.look(), everyMs, failed('escalation'));
      sending = repeatTask(() => deliveries.send(), everyMs, failed('webhook'));
    },
    async round() {
      await watch.look();
      await deliveries.send();
    },
    async stop() {
      await looking?.stop();
      await sending?.stop();
    },
  };
}

const nameOf = (restaurant: string) => `webhook_secret:${restaurant}`;

/** What the receiver checks our signature with; made when it is first asked for. */
export function webhookSecret(store: Store, restaurant: string): Promise<string> {
  return fact(store, nameOf(restaurant), () => `cbw_${randomBytes(32).toString('base64url')}`);
}

export async function renewWebhookSecret(store: Store, restaurant: string): Promise<string> {
  await store.write(async (tx) => {
    await tx.deleteFrom('meta').where('key', '=', nameOf(restaurant)).execute();
  });
  return webhookSecret(store, restaurant);
}

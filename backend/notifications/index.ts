// Notifies people, and keeps what they were told: the service that other rooms are given.
import type { Store } from '../db/store.ts';
import type { Db } from '../db/schema.ts';
import { repeatTask, type RepeatedTask } from '../process/repeat-task.ts';
import type { Append, EventLog } from '../streams/event-log.ts';
import { createNotify, type Matter, type Notify, type QueuePush } from './notify.ts';
import { notifyAll, reachMore } from './to-all.ts';

export { notifyNobody, managersOf, type Matter, type Notify, type QueuePush } from './notify.ts';
export { inboxOf } from './inbox.ts';
export { forgetNotifications } from './retention.ts';

export type NotificationsParts = {
  store: Store;
  log: EventLog;
  now: () => number;
  queuePush?: QueuePush;
  failed: (why: unknown) => void;
};

export type Notifications = {
  notify: Notify;
  /** Everybody of a restaurant, or of all of them; who that is is found afterwards, some at a time. */
  notifyAll(tx: Db, append: Append, matter: Matter): Promise<{ id: string }>;
  queuePush: QueuePush;
  start(): void;
  /** The next people of what is for everybody; answers how many, or null when there is no such thing. */
  reachMore(): Promise<number | null>;
  stop(): Promise<void>;
};

const everyMs = 1_000;

export function createNotifications(parts: NotificationsParts): Notifications {
  const { store, log, now, queuePush = async () => {}, failed } = parts;
  const sending = { store, queuePush };
  let reaching: RepeatedTask | null = null;
  const more = () => reachMore(sending, log, now);
  return {
    notify: createNotify(sending),
    notifyAll: (tx, append, matter) => notifyAll(sending, tx, append, matter),
    queuePush,
    start() {
      // Orders have their turn between two of them, as between any two transactions.
      reaching = repeatTask(async () => ((await more()) === null ? undefined : 0), everyMs, failed);
    },
    reachMore: more,
    async stop() {
      await reaching?.stop();
    },
  };
}

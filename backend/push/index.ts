// Push: the backend's key pair, the way out, and the task that sends what is queued.
import { createPublicPost } from '../outgoing/public-post.ts';
import type { Store } from '../db/store.ts';
import { repeatTask, type RepeatedTask } from '../process/repeat-task.ts';
import { createDeliveries } from './deliveries.ts';
import { createWebPush, type PushSender } from './sender.ts';
import { openVapidKeys } from './vapid.ts';

export { queueOrderPush, queuePush, takeBackPush, type PushNews } from './queue.ts';
export type { PushKind } from './kinds.ts';
export { forgetPush } from './forget.ts';
export type { PushSender } from './sender.ts';

export type PushSettings = {
  on: boolean;
  /** mailto: or https: of whoever runs the backend; push services want one. */
  contact: string;
  /** Origins of push services that are neither https nor public, named by whoever runs the backend. */
  alsoTo: readonly string[];
};

export type PushParts = {
  settings: PushSettings;
  store: Store;
  now: () => number;
  pathOf: (order: string) => string;
  report: (level: 'info' | 'warn' | 'error', line: { event: string; [field: string]: unknown }) => void;
  /** Instead of Web Push. */
  sender?: PushSender;
};

export type Push = {
  /** Whom browsers let send; null: switched off. */
  publicKey: string | null;
  settings: PushSettings;
  start(): void;
  /** One go at all that is due, and its end. */
  round(): Promise<void>;
  stop(): Promise<void>;
};

const everyMs = 500;
/** What is being sent by then is sent again after the next start. */
const lastAnswersMs = 1_500;

export async function createPush(parts: PushParts): Promise<Push> {
  const { settings, store, now, report } = parts;
  if (!settings.on) return switchedOff(settings);
  const keys = await openVapidKeys(store);
  const { post, close } = createPublicPost({ alsoTo: settings.alsoTo });
  let stopped = false;
  const deliveries = createDeliveries({
    store,
    now,
    send: parts.sender ?? createWebPush({ keys, contact: settings.contact, post }),
    pathOf: parts.pathOf,
    log: (line) => report('info', line),
    failed(why) {
      if (!stopped) report('error', { event: 'push.failed', err: why });
    },
  });
  let sending: RepeatedTask | null = null;
  return {
    publicKey: keys.publicKey,
    settings,
    start() {
      sending = repeatTask(
        async () => ((await deliveries.send()) ? 0 : undefined),
        everyMs,
        (why) => report('error', { event: 'push.failed', err: why }),
      );
    },
    async round() {
      while (await deliveries.send());
      await deliveries.settled();
    },
    async stop() {
      await sending?.stop();
      let waited: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((done) => void (waited = setTimeout(done, lastAnswersMs)));
      await Promise.race([deliveries.settled(), enough]);
      clearTimeout(waited);
      stopped = true;
      close();
      await deliveries.settled();
    },
  };
}

function switchedOff(settings: PushSettings): Push {
  const nothing = async () => undefined;
  return { publicKey: null, settings, start: () => undefined, round: nothing, stop: nothing };
}

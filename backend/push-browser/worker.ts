// The service worker of the customer's page and of the phone's: shows what is pushed, and opens the page it is about.
// It keeps nothing, asks the network for nothing and stands between no page and its requests.
import { isInSight, readTold, shownOf, type Shown } from './shown.ts';

type WindowClient = {
  url: string;
  visibilityState: string;
  postMessage(message: unknown, transferred: readonly never[]): void;
  focus(): Promise<unknown>;
};
type Worker = {
  addEventListener<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): void;
  skipWaiting(): Promise<void>;
  navigator: { languages: readonly string[] };
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly WindowClient[]>;
    openWindow(path: string): Promise<unknown>;
  };
  registration: {
    scope: string;
    showNotification(title: string, options: Shown['options']): Promise<void>;
    getNotifications(which: { tag: string }): Promise<readonly { data?: { id?: string } }[]>;
  };
};
type Waits = { waitUntil(work: Promise<unknown>): void };
type Events = {
  install: Waits;
  activate: Waits;
  push: Waits & { data: { json(): unknown } | null };
  notificationclick: Waits & { notification: { data?: { path?: string | null }; close(): void } };
};

const worker = globalThis as unknown as Worker;
const windows = () => worker.clients.matchAll({ type: 'window', includeUncontrolled: true });

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('push', (event) => event.waitUntil(show(event.data)));

async function show(data: { json(): unknown } | null): Promise<void> {
  const told = readTold(readJson(data));
  if (told === null) return;
  const open = await windows();
  if (isInSight(told, open)) {
    for (const page of open) page.postMessage({ look: told.path }, []);
    return;
  }
  const tag = told.order?.id ?? told.kind;
  const before = await worker.registration.getNotifications({ tag });
  const ids = before.flatMap(({ data: shown }) => shown?.id ?? []);
  const { title, options } = shownOf(told, worker.navigator.languages, ids);
  await worker.registration.showNotification(title, options);
}

function readJson(data: { json(): unknown } | null): unknown {
  try {
    return data?.json();
  } catch {
    return null;
  }
}

worker.addEventListener('notificationclick', (event) => {
  const { notification } = event;
  notification.close();
  const path = notification.data?.path ?? null;
  event.waitUntil(
    (async () => {
      const open = await windows();
      const there = path === null ? open[0] : open.find(({ url }) => new URL(url).pathname === path);
      if (there !== undefined) await there.focus();
      else if (path !== null) await worker.clients.openWindow(path);
    })(),
  );
});

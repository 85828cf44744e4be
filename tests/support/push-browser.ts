// The runtime's Chromium with pages that are pushed to. Its push service is the tests' own: what a page subscribes to is put
// in, and what arrived there is handed to the worker by the browser itself, as if its vendor had brought it.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type CDPSession, type Page } from 'playwright';
import { sandboxWords } from '../../build/desktop.mjs';
import { projectRoot } from '../../build/paths.mjs';
import type { WebSubscription } from '../../contract/push.ts';
import { runtimePath } from './console.ts';
import { until } from './poll.ts';

export type ShownNotification = {
  title: string;
  body: string;
  tag: string;
  data: { id: string; path: string | null };
};

export type PushBrowser = {
  page: Page;
  /** From now on pages subscribe to this, with that permission at first. */
  subscribesTo(subscription: WebSubscription, permission?: NotificationPermission): Promise<void>;
  /** How often a page asked for the permission, and the key it subscribed with. */
  asked(): Promise<{ times: number; key: string | null }>;
  /** To the worker of the page that is open, or of another page of the same folder. */
  deliver(origin: string, message: unknown): Promise<void>;
  shown(): Promise<ShownNotification[]>;
  close(): Promise<void>;
};

export async function openPushBrowser(env: Record<string, string>): Promise<PushBrowser> {
  // Nothing of a test before it: no worker, and no permission.
  const userData = mkdtempSync(path.join(os.tmpdir(), 'counterbell-browser-'));
  const app = await _electron.launch({
    executablePath: await runtimePath(),
    args: [...sandboxWords(), `--user-data-dir=${userData}`, path.join(projectRoot, 'tests/support/browser')],
    env: { ...(process.env as Record<string, string>), ...env },
  });
  const page = await app.firstWindow();
  const cdp = await page.context().newCDPSession(page);
  const registrations = await registrationsOf(cdp);
  const worker = await watchWorker(cdp);
  return {
    page,
    async subscribesTo(subscription, permission = 'default') {
      await page.addInitScript(pretend, { subscription, permission });
    },
    asked: () =>
      page.evaluate(() => ({
        times: Number(sessionStorage.getItem('asked') ?? 0),
        key: sessionStorage.getItem('key'),
      })),
    async deliver(origin, message) {
      await worker.ready();
      const registrationId = registrations.get(origin);
      if (registrationId === undefined) throw new Error(`No worker of ${origin} is registered.`);
      const data = JSON.stringify(message);
      await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    },
    shown: worker.shown,
    async close() {
      await app.close();
      rmSync(userData, { recursive: true, force: true });
    },
  };
}

async function registrationsOf(cdp: CDPSession): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const { registrationId, scopeURL, isDeleted } of registrations)
      if (!isDeleted) known.set(new URL(scopeURL).origin, registrationId);
  });
  await cdp.send('ServiceWorker.enable');
  return known;
}

/** No desktop of the tests shows a browser's notifications: what the worker has shown is kept in the worker. */
const keepShown = `
  (() => {
    if (globalThis.shown !== undefined) return true;
    if (globalThis.registration === undefined) return false;
    globalThis.shown = [];
    ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
      globalThis.shown.push({ title, ...options });
    };
    ServiceWorkerRegistration.prototype.getNotifications = async () => [];
    return true;
  })()
`;

/** The worker of whatever page is open: found by the browser, kept running by being watched, and asked. */
async function watchWorker(cdp: CDPSession) {
  let session: string | null = null;
  let asked = 0;
  const answers = new Map<number, (result: unknown) => void>();
  async function ask(sessionId: string, method: string, params: object = {}): Promise<unknown> {
    asked += 1;
    const id = asked;
    const answer = new Promise<unknown>((resolve) => answers.set(id, resolve));
    await cdp.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    return answer;
  }
  cdp.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
    if (id !== undefined) answers.get(id)?.(result);
  });
  cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== 'service_worker') return;
    session = sessionId;
  });
  await cdp.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const evaluated = async (expression: string): Promise<unknown> => {
    if (session === null) return undefined;
    const { result } = (await ask(session, 'Runtime.evaluate', { expression })) as {
      result: { value?: unknown };
    };
    return result.value;
  };
  return {
    ready: () => until('the worker', async () => (await evaluated(keepShown)) === true),
    async shown(): Promise<ShownNotification[]> {
      const text = await evaluated('JSON.stringify(globalThis.shown ?? [])');
      return JSON.parse(String(text ?? '[]')) as ShownNotification[];
    },
  };
}

/** Runs in every page before its own script. The runtime's Chromium knows no vendor's push service. */
function pretend({
  subscription,
  permission,
}: {
  subscription: WebSubscription;
  permission: NotificationPermission;
}): void {
  // Also there on a page without an origin.
  if (location.protocol === 'about:') return;
  const now = () => (sessionStorage.getItem('permission') ?? permission) as NotificationPermission;
  Object.defineProperty(Notification, 'permission', { get: now });
  Notification.requestPermission = async () => {
    sessionStorage.setItem('asked', String(Number(sessionStorage.getItem('asked') ?? 0) + 1));
    if (now() === 'default') sessionStorage.setItem('permission', 'granted');
    return now();
  };
  const made = {
    options: { applicationServerKey: null },
    toJSON: () => subscription,
    unsubscribe: async () => {
      sessionStorage.removeItem('key');
      return true;
    },
  } as unknown as PushSubscription;
  PushManager.prototype.subscribe = async (options) => {
    const letters = btoa(String.fromCharCode(...(options?.applicationServerKey as Uint8Array)));
    sessionStorage.setItem('key', letters.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
    return made;
  };
  PushManager.prototype.getSubscription = async () => (sessionStorage.getItem('key') === null ? null : made);
}

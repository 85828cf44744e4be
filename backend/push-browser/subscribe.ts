// Has this browser subscribed to pushes: asks for the permission, starts the worker, and answers where it is reached.

export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } };
export type Subscribed = Subscription | 'denied' | 'failed';

export type WorkerAt = { url: string; scope: string };

/** Only from a press: a browser that is asked by itself asks nobody, or is never asked again. */
export async function subscribe(at: WorkerAt, publicKey: string): Promise<Subscribed> {
  try {
    if ((await Notification.requestPermission()) !== 'granted') return 'denied';
    const { pushManager } = await readyWorker(at);
    const before = await pushManager.getSubscription();
    if (before !== null && isOfKey(before, publicKey)) return written(before);
    // With another backend's key nobody here could send to it.
    await before?.unsubscribe();
    const made = await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(publicKey),
    });
    return written(made);
  } catch {
    return 'failed';
  }
}

/** What it subscribed to before, without asking anybody anything; null: nothing that is of use here. */
export async function subscribedBefore(at: WorkerAt, publicKey: string): Promise<Subscription | null> {
  try {
    const registration = await navigator.serviceWorker.getRegistration(at.scope);
    const before = (await registration?.pushManager.getSubscription()) ?? null;
    if (before === null || !isOfKey(before, publicKey)) return null;
    const made = written(before);
    return made === 'failed' ? null : made;
  } catch {
    return null;
  }
}

export async function unsubscribe(at: WorkerAt): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.getRegistration(at.scope);
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
  } catch {
    // The backend has forgotten it already.
  }
}

async function readyWorker({ url, scope }: WorkerAt): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register(url, { scope });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (worker !== null && worker.state !== 'activated')
    await new Promise<void>((ready) => {
      worker.addEventListener('statechange', () => {
        if (worker.state === 'activated' || worker.state === 'redundant') ready();
      });
    });
  return registration;
}

function written(subscription: PushSubscription): Subscription | 'failed' {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  return endpoint === undefined || p256dh === undefined || auth === undefined
    ? 'failed'
    : { endpoint, keys: { p256dh, auth } };
}

function isOfKey(subscription: PushSubscription, publicKey: string): boolean {
  const own = subscription.options.applicationServerKey;
  // A browser that does not tell is believed.
  if (own === null) return true;
  return textOf(new Uint8Array(own)) === publicKey.replace(/=+$/, '');
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const letters = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

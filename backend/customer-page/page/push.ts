// The page's offer to tell of the order when it is closed: asked for by its button, never by itself.
import type { TrackedOrder } from '../../../contract/events.ts';
import { canPush, surroundings } from '../../push-browser/can-push.ts';
import { subscribe, subscribedBefore, type Subscription } from '../../push-browser/subscribe.ts';
import { pushWordsIn } from './push-words.ts';

const waiting: ReadonlySet<string> = new Set(['new', 'accepted', 'unknown']);
const worker = { url: '/track/worker.js', scope: '/track/' };

export type PagePush = {
  /** An order that waits for nothing any more offers nothing. */
  waits(order: Pick<TrackedOrder, 'id' | 'status'>): void;
};

export type PushParts = {
  document: Document;
  publicKey: string;
  /** Sends where this browser is reached; false: the backend does not take it. */
  register: (subscription: Subscription) => Promise<boolean>;
  /** A push came while the page is in sight: the log has what it is about. */
  look: () => void;
};

export function createPagePush({ document, publicKey, register, look }: PushParts): PagePush {
  const words = pushWordsIn(document.documentElement.lang);
  const button = document.createElement('button');
  const note = document.createElement('p');
  const box = document.createElement('section');
  box.id = 'push';
  box.hidden = true;
  button.type = 'button';
  button.id = 'tell-me';
  button.textContent = words.tellMe;
  note.id = 'push-note';
  note.setAttribute('role', 'status');
  box.append(button, note);
  document.getElementById('will-ring')?.after(box);

  let order = '';
  const mark = () => `counterbell-push:${order}`;

  function show(
    state: 'yes' | 'on' | 'failed' | 'denied' | 'insecure' | 'home-screen' | 'unsupported',
  ): void {
    box.dataset.state = state;
    button.hidden = state !== 'yes' && state !== 'failed';
    note.textContent =
      state === 'yes'
        ? ''
        : state === 'on'
          ? words.willTell
          : state === 'failed'
            ? words.failed
            : words.cannot[state];
  }

  async function ask(): Promise<void> {
    const subscription = await subscribe(worker, publicKey);
    if (typeof subscription === 'string')
      return show(subscription === 'denied' ? canPush(surroundings()) : 'failed');
    await send(subscription);
  }

  async function send(subscription: Subscription): Promise<void> {
    const taken = await register(subscription).catch(() => false);
    if (taken) localStorage.setItem(mark(), 'on');
    show(taken ? 'on' : 'failed');
  }

  /** It was asked for on this order's page before: the browser may have a new address since. */
  async function again(): Promise<void> {
    const before = await subscribedBefore(worker, publicKey);
    if (before !== null) await send(before);
  }

  button.addEventListener('click', () => void ask());
  if ('serviceWorker' in navigator)
    navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const path = typeof data === 'object' && data !== null && 'look' in data ? data.look : null;
      if (path === location.pathname) look();
    });

  return {
    waits({ id, status }) {
      const isNew = id !== order;
      order = id;
      box.hidden = !waiting.has(status);
      if (!isNew) return;
      const can = canPush(surroundings());
      show(can);
      if (can === 'yes' && localStorage.getItem(mark()) !== null) void again();
    },
  };
}

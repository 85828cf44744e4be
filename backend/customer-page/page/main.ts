// The customer's page: shows one order live and rings when it is ready. Pusher is only the doorbell; without it the page polls.
import Pusher from 'pusher-js';
import { eventsPageEnvelope } from '../../../contract/api.ts';
import { trackState, type TrackState } from '../state.ts';
import { createBell } from './bell.ts';
import { createChat, type Chat } from './chat.ts';
import { createChatView } from './chat-view.ts';
import { chatWordsFor } from './chat-words.ts';
import { keepUnsent } from './kept-unsent.ts';
import { heard, opened, pushed, replaced, type Step, type Tracking } from './tracking.ts';
import { createPagePush, type PagePush } from './push.ts';
import { createTicket } from './ticket.ts';

const token = location.pathname.split('/').findLast((part) => part !== '') ?? '';
const pollMs = { live: 30_000, otherwise: 5_000 };

const bell = createBell();
const ticket = createTicket(document, navigator.languages, bell);

type Page = { tracking: Tracking; state: TrackState; chat: Chat };
let page: Page | null = null;
let push: PagePush | null = null;
let pusherWorks = false;
let fetching: Promise<void> | null = null;
let again = false;

async function ask(path: string, sent?: { key?: string; body: unknown }): Promise<Response> {
  return fetch(path, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...(sent?.key === undefined ? {} : { 'idempotency-key': sent.key }),
    },
    ...(sent === undefined ? {} : { method: 'POST', body: JSON.stringify(sent.body) }),
    cache: 'no-store',
    signal: AbortSignal.timeout(10_000),
  });
}
const get = (path: string): Promise<Response> => ask(path);

async function readState(): Promise<TrackState | 'unknown'> {
  const answer = await get(`/track/${encodeURIComponent(token)}/state`);
  if (answer.status === 404 || answer.status === 401) return 'unknown';
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return trackState.parse(await answer.json());
}

function take(current: Page, step: Step): void {
  current.tracking = step.state;
  let missing = false;
  for (const effect of step.effects) {
    if (effect.kind === 'ring') bell.ring();
    else if (effect.kind === 'fetch') missing = true;
    else void sendReceipt(effect.order, 'received');
  }
  ticket.show(current.tracking.order, current.state.timeZone);
  push?.waits(current.tracking.order);
  if (missing) void catchUp(current);
}

/** One fetch at a time; a doorbell during it means one more behind it. */
async function catchUp(current: Page): Promise<void> {
  again = true;
  fetching ??= (async () => {
    try {
      while (again) {
        again = false;
        await readOn(current);
        // The order goes on whatever becomes of the chat, which is read again with the next look.
        await current.chat.catchUp(current.tracking.order.status).catch(() => undefined);
      }
      ticket.link(pusherWorks ? 'live' : 'polling');
    } catch {
      ticket.link('offline');
    } finally {
      fetching = null;
    }
  })();
  await fetching;
}

async function readOn(current: Page): Promise<void> {
  for (;;) {
    const { seq, id } = current.tracking.head;
    const query = new URLSearchParams({ after: String(seq), limit: '200' });
    if (id !== null) query.set('id', id);
    const answer = await get(
      `/streams/${encodeURIComponent(current.state.stream)}/events?${query.toString()}`,
    );
    if (answer.status === 410) {
      const state = await readState();
      if (state !== 'unknown') take(current, replaced(current.tracking, state.order, state.head));
      return;
    }
    if (!answer.ok) throw new Error(`events: ${answer.status}`);
    const { events, head } = eventsPageEnvelope.parse(await answer.json());
    const before = current.tracking.head.seq;
    for (const event of events) take(current, heard(current.tracking, event));
    if (current.tracking.head.seq >= head.seq || current.tracking.head.seq === before) return;
  }
}

async function sendReceipt(order: string, stage: 'page-open' | 'received'): Promise<void> {
  try {
    await fetch('/receipts', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ receipts: [{ order, stage, at: new Date().toISOString() }] }),
      keepalive: true,
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    // A receipt is a courtesy to the counter; the page works without it.
  }
}

function offerPush(current: Page): PagePush | null {
  const { push: told } = current.state;
  if (told == null) return null;
  return createPagePush({
    document,
    publicKey: told.publicKey,
    async register(subscription) {
      const answer = await fetch('/push-registrations', {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'web', subscription }),
        signal: AbortSignal.timeout(10_000),
      });
      return answer.ok;
    },
    look: () => void catchUp(current),
  });
}

function listen(current: Page): void {
  const { pusher: address, channel } = current.state;
  const host = address.host === '' ? location.hostname : address.host;
  const pusher = new Pusher(address.key, {
    cluster: address.cluster ?? '',
    ...(address.cluster === undefined
      ? { wsHost: host, wsPort: address.port, wssPort: address.port, forceTLS: address.tls }
      : {}),
    enabledTransports: ['ws', 'wss'],
    activityTimeout: 15_000,
    pongTimeout: 8_000,
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '/pusher/auth',
      headers: { Authorization: `Bearer ${token}` },
    },
  });
  pusher.connection.bind('state_change', (change: { current: string }) => {
    if (change.current !== 'connected') pusherWorks = false;
    if (!pusherWorks) void catchUp(current);
  });
  current.chat.listen(pusher);
  const subscription = pusher.subscribe(channel);
  subscription.bind('pusher:subscription_succeeded', () => {
    pusherWorks = true;
    void catchUp(current);
  });
  subscription.bind('pusher:subscription_error', () => {
    pusherWorks = false;
  });
  subscription.bind_global((name: string, data: unknown) => {
    take(current, pushed(current.tracking, name, data));
  });
}

function chatOf({ order, timeZone }: TrackState): Chat {
  const { language, words } = chatWordsFor(navigator.languages);
  return createChat({
    order: order.id,
    ask,
    view: createChatView({ document, words, language, timeZone }),
    unsent: keepUnsent(() => sessionStorage, order.id),
    chime: bell.chime,
  });
}

function keepPolling(current: Page): void {
  setTimeout(
    () => void catchUp(current).finally(() => keepPolling(current)),
    pusherWorks ? pollMs.live : pollMs.otherwise,
  );
}

async function open(): Promise<void> {
  try {
    const state = await readState();
    if (state === 'unknown') return ticket.unknown();
    const first = opened(state.order, state.head);
    page = { tracking: first.state, state, chat: chatOf(state) };
    push = offerPush(page);
    take(page, first);
    ticket.link('polling');
    void sendReceipt(state.order.id, 'page-open');
    listen(page);
    keepPolling(page);
  } catch {
    ticket.link('offline');
    setTimeout(() => void open(), pollMs.otherwise);
  }
}

for (const back of ['online', 'pageshow', 'focus'] as const) {
  addEventListener(back, () => {
    if (page !== null) void catchUp(page);
  });
}
void open();

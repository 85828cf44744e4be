// The customer's page may be closed: its worker, in the runtime's Chromium, shows what the real backend pushed.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openPushService, type PushService, type Subscribed } from '../backend/support/push-service.ts';
import { demo, startBackend, type Placed, type RunningBackend } from '../support/backend.ts';
import { startBareDesktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { openPushBrowser, type PushBrowser } from '../support/push-browser.ts';

let desktop: Awaited<ReturnType<typeof startBareDesktop>>;
let backend: RunningBackend;
let service: PushService;
let device: string;
let browser: PushBrowser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  desktop = await startBareDesktop();
  service = await openPushService();
  backend = await startBackend({ COUNTERBELL_PUSH_ALSO_TO: service.origin });
  const enrolled = await fetch(`${backend.url}/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: demo.code, installId: 'customer-push-test', deviceName: 'Counter' }),
  });
  device = ((await enrolled.json()) as { token: string }).token;
});
afterAll(async () => {
  await backend?.stop();
  service?.close();
  await desktop?.stop();
  expect(service.refused).toEqual([]);
});

beforeEach(async () => {
  browser = await openPushBrowser(desktop.env);
  ({ page } = browser);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.text().includes('Content Security Policy')) complaints.push(line.text());
  });
});
afterEach(async () => {
  await browser?.close();
  expect(complaints.filter((line) => !line.includes('Electron Security Warning'))).toEqual([]);
});

async function press(placed: Placed, verb: string): Promise<void> {
  const answer = await fetch(`${backend.url}/orders/${placed.order.id}/${verb}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${device}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: '{}',
  });
  expect(answer.status).toBe(200);
}

const pageOf = (placed: Placed) => `${backend.url}/track/${placed.publicToken}`;
const pushIs = (state: string) => page.waitForSelector(`#push[data-state="${state}"]`, { state: 'attached' });

/** Opens the page of a new order and has it ask, as a customer does. */
async function waiting(subscriber: Subscribed): Promise<Placed> {
  const placed = await backend.place();
  await browser.subscribesTo(subscriber.subscription);
  await page.goto(pageOf(placed));
  await pushIs('yes');
  expect((await browser.asked()).times).toBe(0);
  await page.click('#tell-me');
  await pushIs('on');
  expect((await browser.asked()).times).toBe(1);
  expect(await page.textContent('#push-note')).not.toBe('');
  return placed;
}

async function pushedTo({ got }: Subscribed) {
  await until('the push', async () => got.length > 0);
  return got[0]?.message;
}

test('a closed page is told that the order is ready, with a way back to it', async () => {
  const subscriber = service.subscribe();
  const placed = await waiting(subscriber);
  // Of this order no page is open; another one's is, or the browser would tell us nothing of its worker.
  await page.goto(pageOf(await backend.place()));
  await press(placed, 'accept');
  await press(placed, 'ready');
  const message = await pushedTo(subscriber);
  await browser.deliver(backend.url, message);
  await until('the notification', async () => (await browser.shown()).length > 0);
  expect(await browser.shown()).toEqual([
    expect.objectContaining({
      title: `Order ${placed.order.number} is ready`,
      tag: placed.order.id,
      data: { id: message?.id, path: new URL(pageOf(placed)).pathname },
    }),
  ]);
});

test('a page in sight rings by itself, and no notification says it a second time', async () => {
  const subscriber = service.subscribe();
  const placed = await waiting(subscriber);
  await press(placed, 'accept');
  await press(placed, 'ready');
  await page.waitForFunction(() => document.body.dataset.status === 'ready');
  await browser.deliver(backend.url, await pushedTo(subscriber));
  // Another order's page is not this one's: of that a notification is shown, after this one was decided about.
  const other = await backend.place();
  await browser.deliver(backend.url, {
    id: 'marker',
    kind: 'order.ready',
    title: 'ready',
    restaurant: '',
    order: { id: other.order.id, number: other.order.number },
    path: '/track/another',
  });
  await until('the marker', async () => (await browser.shown()).length > 0);
  expect((await browser.shown()).map(({ data }) => data.id)).toEqual(['marker']);
});

test('pressed twice, reloaded, or opened again, it is one registration, and is on without being asked again', async () => {
  const subscriber = service.subscribe();
  const placed = await waiting(subscriber);
  await page.reload();
  await pushIs('on');
  const told = (await backend.get('/push-registrations', placed.publicToken)) as {
    publicKey: string;
    registrations: unknown[];
  };
  expect(told.registrations).toHaveLength(1);
  expect(await browser.asked()).toEqual({ times: 1, key: told.publicKey });
});

test('where it was refused, the page says so and offers nothing', async () => {
  const placed = await backend.place();
  await browser.subscribesTo(service.subscribe().subscription, 'denied');
  await page.goto(pageOf(placed));
  await pushIs('denied');
  expect(await page.isHidden('#tell-me')).toBe(true);
  expect(await page.textContent('#push-note')).toContain('blocked');
});

test.each([
  [
    'unsupported',
    () => {
      Reflect.deleteProperty(globalThis, 'PushManager');
    },
  ],
  [
    'home-screen',
    () => {
      Reflect.deleteProperty(globalThis, 'PushManager');
      Object.defineProperty(navigator, 'standalone', { get: () => false });
    },
  ],
  ['insecure', () => Object.defineProperty(globalThis, 'isSecureContext', { get: () => false })],
])('%s: said on the page', async (state, script) => {
  const placed = await backend.place();
  await page.addInitScript(script);
  await page.goto(pageOf(placed));
  await pushIs(state);
  expect(await page.isHidden('#tell-me')).toBe(true);
  expect(await page.isVisible('#push-note')).toBe(true);
});

test('an order that waits no more offers nothing', async () => {
  const subscriber = service.subscribe();
  const placed = await waiting(subscriber);
  await press(placed, 'accept');
  await press(placed, 'ready');
  await page.waitForFunction(() => document.body.dataset.status === 'ready');
  expect(await page.isHidden('#push')).toBe(true);
});

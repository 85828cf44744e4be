// The customer's page in the runtime's Chromium, with unmodified pusher-js, against the real backend.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import type AxeCore from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { pageLanguages } from '../../backend/customer-page/page/words.ts';
import { demo, startBackend, type Placed, type RunningBackend } from '../support/backend.ts';
import { openBrowser, type Browser } from '../support/browser.ts';
import { startBareDesktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';

let desktop: Awaited<ReturnType<typeof startBareDesktop>>;
let backend: RunningBackend;
let device: string;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  desktop = await startBareDesktop();
  backend = await startBackend();
  const enrolled = await fetch(`${backend.url}/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: demo.code, installId: 'customer-page-test', deviceName: 'Counter' }),
  });
  device = ((await enrolled.json()) as { token: string }).token;
});
afterAll(async () => {
  await backend?.stop();
  await desktop?.stop();
});

beforeEach(async () => {
  browser = await openBrowser(desktop.env);
  ({ page } = browser);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.text().includes('Content Security Policy')) complaints.push(line.text());
  });
  // A struck bell is six notes of three partials; the page itself cannot tell whether anybody heard it.
  await page.addInitScript(() => {
    const counted = globalThis as unknown as { strikes: number };
    counted.strikes = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) {
      counted.strikes += 1;
      return start.apply(this, at);
    };
  });
});
afterEach(async () => {
  await browser.close();
  expect(complaints).toEqual([]);
});

const rings = () => page.evaluate(() => (globalThis as unknown as { strikes: number }).strikes / 18);
const shows = (what: 'status' | 'link', value: string) =>
  page.waitForFunction(([name, wanted]) => document.body.dataset[name] === wanted, [what, value] as const, {
    timeout: 30_000,
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

test('shows the order live, rings once when it is ready, and the counter sees that it was received', async () => {
  const placed = await backend.place();
  await page.goto(`${backend.url}/track/${placed.publicToken}`);
  await shows('link', 'live');
  await shows('status', 'new');
  expect(await page.textContent('#number')).toBe(placed.order.number);
  await page.click('#ring-me');
  await page.waitForSelector('#will-ring:visible');
  await press(placed, 'accept');
  await shows('status', 'accepted');
  await press(placed, 'ready');
  await shows('status', 'ready');
  expect(await rings()).toBe(1);
  await until('the receipt on the order', async () => {
    const order = (await backend.get(`/orders/${placed.order.id}`, device)) as { customerPage?: string };
    return order.customerPage === 'received';
  });
  expect(await rings()).toBe(1);
});

test('works without Pusher by asking the log', async () => {
  await page.addInitScript(() => {
    globalThis.WebSocket = function () {
      throw new Error('no WebSocket here');
    } as unknown as typeof WebSocket;
  });
  const placed = await backend.place();
  await page.goto(`${backend.url}/track/${placed.publicToken}`);
  await shows('link', 'polling');
  await page.click('#ring-me');
  await press(placed, 'accept');
  await press(placed, 'ready');
  await shows('status', 'ready');
  expect(await rings()).toBe(1);
});

test('says that there is no connection while the backend is away, and has lost nothing when it is back', async () => {
  const placed = await backend.place();
  await page.goto(`${backend.url}/track/${placed.publicToken}`);
  await shows('link', 'live');
  await page.click('#ring-me');
  await press(placed, 'accept');
  await press(placed, 'ready');
  await backend.kill();
  await shows('link', 'offline');
  await backend.startAgain();
  await shows('status', 'ready');
  await shows('link', 'live');
  expect(await rings()).toBe(1);
});

test('a link that opens nothing says so, and its token opens no other stream', async () => {
  const [mine, other] = [await backend.place(), await backend.place()];
  await page.goto(`${backend.url}/track/${mine.publicToken.slice(0, -3)}xyz`);
  await page.waitForSelector('#unknown:visible');
  for (const stream of [`order:${other.order.id}`, 'restaurant:demo']) {
    const answer = await fetch(`${backend.url}/streams/${encodeURIComponent(stream)}/events`, {
      headers: { authorization: `Bearer ${mine.publicToken}` },
    });
    expect([403, 404]).toContain(answer.status);
  }
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Each state in every language in the long run, each state and each language otherwise. */
const languagesOf = (state: number) =>
  process.env.COUNTERBELL_LONG_TESTS === '1'
    ? pageLanguages
    : pageLanguages.filter((_, language) => language % 4 === state);

test('is accessible in every state and language', async () => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'languages', {
      get: () => [sessionStorage.getItem('language') ?? 'en'],
    });
  });
  const placed = await backend.place();
  await page.goto(`${backend.url}/track/${placed.publicToken}`);
  const states = [
    [null, 'new'],
    ['accept', 'accepted'],
    ['ready', 'ready'],
    ['collect', 'collected'],
  ] as const;
  for (const [state, [verb, status]] of states.entries()) {
    if (verb !== null) await press(placed, verb);
    await shows('status', status);
    for (const language of languagesOf(state)) {
      await page.evaluate((tag) => sessionStorage.setItem('language', tag), language);
      await page.reload();
      await shows('status', status);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      expect(await violations()).toEqual([]);
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
  }
});

const overflow = () =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function violations(): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof AxeCore };
    return (await checker.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

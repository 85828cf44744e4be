// The chat on the customer's page in the runtime's Chromium, against the real backend.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import type AxeCore from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright';
import type { ChatPage } from '../../contract/chat.ts';
import { pageLanguages } from '../../backend/customer-page/page/words.ts';
import { demo, startBackend, type Placed, type RunningBackend } from '../support/backend.ts';
import { openBrowser, type Browser } from '../support/browser.ts';
import { startBareDesktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';

let desktop: Awaited<ReturnType<typeof startBareDesktop>>;
let backend: RunningBackend;
let device: string;
let manager: string;
let browser: Browser;
let page: Page;
let complaints: string[];

async function ask<T>(token: string | null, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(backend.url + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      'idempotency-key': randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}

beforeAll(async () => {
  desktop = await startBareDesktop();
  backend = await startBackend();
  const enrolled = await ask<{ token: string }>(null, 'POST', '/enrol', {
    code: demo.code,
    installId: 'customer-page-chat',
    deviceName: 'Counter',
  });
  device = enrolled.token;
  manager = (await ask<{ token: string }>(device, 'POST', '/people/step-in', { pin: '333333' })).token;
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
});
afterEach(async () => {
  await browser.close();
  expect(complaints).toEqual([]);
});

const open = async (placed: Placed) => {
  await page.goto(`${backend.url}/track/${placed.publicToken}`);
  await linked('live');
};
const linked = (link: string) =>
  page.waitForFunction((wanted) => document.body.dataset.link === wanted, link, { timeout: 30_000 });
const staffWrite = (placed: Placed, message: string) =>
  ask<{ message: { id: string } }>(device, 'POST', '/api/chat', { id: placed.order.id, message });
const chat = async (placed: Placed) =>
  (await ask<ChatPage>(device, 'GET', `/api/chat/${placed.order.id}`)).chat;
const received = (placed: Placed, text: string) =>
  until(`the message "${text}" at the restaurant`, async () =>
    (await chat(placed)).messages.some((one) => one.text === text),
  );
const write = async (text: string) => {
  await page.fill('#chat-text', text);
  await page.press('#chat-text', 'Enter');
};
const shown = () =>
  page.$$eval('#chat-messages li .text', (lines) => lines.map((line) => line.textContent ?? ''));
const shows = (text: string) =>
  page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('#chat-messages li .text')].some((line) => line.textContent === wanted),
    text,
    { timeout: 30_000 },
  );
const noneUnsent = () =>
  page.waitForFunction(() => document.querySelector('#chat-messages li[data-unsent]') === null, null, {
    timeout: 30_000,
  });

test('appears once the restaurant has written, and goes both ways; what is written is text and nothing else', async () => {
  const placed = await backend.place({ customer: { name: 'Zoe' } });
  await open(placed);
  expect(await page.isVisible('#chat')).toBe(false);
  await staffWrite(placed, 'No more basil. Is parsley fine? https://menu.example/parsley');
  await page.waitForSelector('#chat:visible');
  await shows('No more basil. Is parsley fine? https://menu.example/parsley');
  await write('<b>Yes</b> & "thanks"');
  await received(placed, '<b>Yes</b> & "thanks"');
  await noneUnsent();
  expect(await page.$$('#chat a, #chat b')).toEqual([]);
  expect(await page.textContent('#chat-messages li[data-from=staff] bdi')).not.toBe('Counter');
  await page.click('#chat-ready button >> nth=1');
  await received(placed, 'I am on my way');
  await noneUnsent();
  expect(await shown()).toHaveLength(3);
  expect(await page.getAttribute('#chat-log', 'role')).toBe('log');
  // The restaurant sees that its message was read.
  await until('the mark of what was read', async () => (await chat(placed)).seen.customer !== null);
});

test('what is written without a network is sent once when there is one, also after a reload', async () => {
  const placed = await backend.place();
  await staffWrite(placed, 'Hello');
  await open(placed);
  await shows('Hello');
  await page.context().setOffline(true);
  await write('first');
  await page.waitForSelector('#chat-messages li[data-unsent=waiting]');
  await write('second');
  expect(await shown()).toEqual(['Hello', 'first', 'second']);
  await page.context().setOffline(false);
  await received(placed, 'second');
  await noneUnsent();
  expect(await shown()).toEqual(['Hello', 'first', 'second']);

  // The backend takes it, and its answer is lost with the page.
  await page.route('**/api/chat', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await write('third');
  await received(placed, 'third');
  await page.unroute('**/api/chat');
  await page.reload();
  await shows('third');
  await noneUnsent();
  expect(await shown()).toEqual(['Hello', 'first', 'second', 'third']);
  expect((await chat(placed)).messages.map(({ text }) => text)).toEqual([
    'Hello',
    'first',
    'second',
    'third',
  ]);
});

test('a backend that is away for a while loses and doubles nothing', async () => {
  const placed = await backend.place();
  await staffWrite(placed, 'Hello');
  await open(placed);
  await shows('Hello');
  await backend.kill();
  await write('still there?');
  await page.waitForSelector('#chat-messages li[data-unsent=waiting]');
  await backend.startAgain();
  await received(placed, 'still there?');
  await staffWrite(placed, 'We are back');
  await shows('We are back');
  await noneUnsent();
  expect(await shown()).toEqual(['Hello', 'still there?', 'We are back']);
});

test('what is refused is tried again by hand under its key, or discarded; a deleted message loses its text', async () => {
  const placed = await backend.place();
  const { message } = await staffWrite(placed, 'Wrong window, sorry');
  await open(placed);
  await shows('Wrong window, sorry');
  await ask(manager, 'DELETE', `/api/chat/${placed.order.id}/messages/${message.id}`);
  await page.waitForSelector('#chat-messages li[data-deleted=true]');
  expect(await page.content()).not.toContain('Wrong window');

  const keys: string[] = [];
  await page.route('**/api/chat', async (route) => {
    keys.push((await route.request().headerValue('idempotency-key')) ?? '');
    if (keys.length > 2) return route.continue();
    await route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{}' });
  });
  await write('one');
  await page.waitForSelector('#chat-messages li[data-unsent=refused]');
  await write('two');
  await page.waitForSelector('#chat-messages li[data-unsent=refused] >> nth=1');
  await page.click('#chat-messages li[data-unsent=refused] >> nth=0 >> button >> nth=0');
  await received(placed, 'one');
  expect(keys[2]).toBe(keys[0]);
  await page.click('#chat-messages li[data-unsent=refused] button >> nth=1');
  await noneUnsent();
  expect((await chat(placed)).messages.map(({ text }) => text)).toEqual(['', 'one']);
});

test('works without Pusher by asking the log, and says when the chat is closed', async () => {
  await page.addInitScript(() => {
    globalThis.WebSocket = function () {
      throw new Error('no WebSocket here');
    } as unknown as typeof WebSocket;
  });
  const placed = await backend.place();
  await page.goto(`${backend.url}/track/${placed.publicToken}`);
  await linked('polling');
  await staffWrite(placed, 'Hello');
  await shows('Hello');
  // Two hours and more have passed since the order was closed.
  await page.route(`**/api/chat/${placed.order.id}`, async (route) => {
    const answer = await route.fetch();
    const said = (await answer.json()) as ChatPage;
    await route.fulfill({ response: answer, json: { ...said, writing: 'closed' } });
  });
  await ask(device, 'POST', `/orders/${placed.order.id}/accept`, {});
  await page.waitForSelector('#chat-closed:visible');
  expect(await page.isVisible('#chat-form')).toBe(false);
  expect(await shown()).toEqual(['Hello']);
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env.COUNTERBELL_PICTURES;

test('is accessible in every language, light and dark, and 320 px wide', async () => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'languages', {
      get: () => [sessionStorage.getItem('language') ?? 'en'],
    });
  });
  const placed = await backend.place({ customer: { name: 'Zoe' } });
  await staffWrite(placed, 'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(4));
  await staffWrite(placed, 'Two lines\nof text, and مرحبا');
  await open(placed);
  await write('Fine');
  await received(placed, 'Fine');
  for (const scheme of ['light', 'dark'] as const)
    for (const language of pageLanguages) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 320, height: 800 });
      await page.evaluate((tag) => sessionStorage.setItem('language', tag), language);
      await page.reload();
      await shows('Fine');
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      expect(await violations()).toEqual([]);
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBeLessThanOrEqual(0);
      if (pictures !== undefined)
        await page.screenshot({ path: `${pictures}/chat-${scheme}-${language}.png`, fullPage: true });
    }
});

async function violations(): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof AxeCore };
    return (await checker.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

// The page of a manager's phone in the runtime's Chromium: from the link to what is shown when nobody answers an order.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type AxeCore from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { phoneLanguages } from '../../backend/phone-page/page/words.ts';
import { openPushService, type PushService } from '../backend/support/push-service.ts';
import { demo, startBackend, type RunningBackend } from '../support/backend.ts';
import { startBareDesktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { openPushBrowser, type PushBrowser } from '../support/push-browser.ts';

let desktop: Awaited<ReturnType<typeof startBareDesktop>>;
let backend: RunningBackend;
let service: PushService;
let manager: string;
let browser: PushBrowser;
let page: Page;

async function post(path: string, token: string | null, body: unknown): Promise<Record<string, string>> {
  const answer = await fetch(backend.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  return (await answer.json()) as Record<string, string>;
}

beforeAll(async () => {
  desktop = await startBareDesktop();
  service = await openPushService();
  backend = await startBackend({ COUNTERBELL_PUSH_ALSO_TO: service.origin });
  const device = await post('/enrol', null, {
    code: demo.code,
    installId: 'phone-page-test',
    deviceName: 'Counter',
  });
  const person = await post('/people/step-in', device['token'] ?? '', { pin: '333333' });
  manager = person['token'] ?? '';
});
afterAll(async () => {
  await backend?.stop();
  service?.close();
  await desktop?.stop();
});
beforeEach(async () => {
  browser = await openPushBrowser(desktop.env);
  ({ page } = browser);
});
afterEach(() => browser?.close());

const link = async () => backend.url + (await post('/phones/link', manager, {}))['path'];
const shows = (state: string) => page.waitForSelector(`body[data-state="${state}"]`);

test('a phone is added by its button, stays added, shows what it is told, and is taken off', async () => {
  const subscriber = service.subscribe();
  await browser.subscribesTo(subscriber.subscription);
  const address = await link();
  await page.goto(address);
  await shows('yes');
  expect((await browser.asked()).times).toBe(0);
  await page.click('#add');
  await shows('added');
  await page.reload();
  await shows('added');
  expect((await browser.asked()).times).toBe(1);
  await browser.deliver(backend.url, {
    id: 'm1',
    kind: 'escalation',
    title: 'Order 12 waits',
    restaurant: 'Demo',
    order: { id: 'o12', number: '12' },
    path: null,
  });
  await until('the notification', async () => (await browser.shown()).length > 0);
  expect((await browser.shown())[0]).toMatchObject({ title: 'Nobody answers order 12', body: 'Demo' });
  await page.click('#remove');
  await shows('removed');
  await page.reload();
  await shows('over');
});

test('a refusal, an iPhone’s browser and a link that is over are said', async () => {
  await browser.subscribesTo(service.subscribe().subscription, 'denied');
  await page.goto(await link());
  await shows('denied');
  expect(await page.isHidden('#add')).toBe(true);
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'PushManager');
    Object.defineProperty(navigator, 'standalone', { get: () => false });
  });
  await page.reload();
  await shows('home-screen');
  expect(await page.locator('#home-screen li').count()).toBe(3);
  await page.goto(`${backend.url}/phone/cbq_nothing`);
  await shows('over');
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test.each(phoneLanguages)('is accessible and whole in %s', async (language) => {
  await page.addInitScript((tag) => {
    Object.defineProperty(navigator, 'languages', { get: () => [tag] });
  }, language);
  await browser.subscribesTo(service.subscribe().subscription);
  await page.goto(await link());
  await shows('yes');
  expect(await page.getAttribute('html', 'lang')).toBe(language);
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof AxeCore };
    return (await checker.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  expect(violations).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});

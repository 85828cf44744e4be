// Asking, on real parts: an order opened from its notification, its timeline, an outage, and an order of before that is
// found in the history and taken back.
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Order } from '../../contract/order.ts';
import { demo, startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { startNetwork, type Network } from '../support/proxy.ts';

let desktop: Desktop;
let backend: RunningBackend;
let line: Network;
let counter: DrivenConsole;
let page: Page;
/** Closed before this console was there: its book has never had it. */
let before: Order;

const post = async (path: string, token: string | null, body: unknown): Promise<Record<string, unknown>> => {
  const response = await fetch(backend.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': path,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
};

beforeAll(async () => {
  line = await startNetwork();
  // A second after it was ready an order counts as collected.
  const env = { COUNTERBELL_COLLECT_MINUTES: '0.02', PUBLIC_URL: line.url };
  [desktop, backend] = await Promise.all([startDesktop(), startBackend(env)]);
  line.to(backend.port);
  const other = await post('/enrol', null, {
    code: demo.code,
    installId: 'another-counter',
    deviceName: 'Bar',
  });
  const token = String(other['token']);
  before = (await backend.place({ customer: { name: 'Ottilie Brandt', phone: '+49 151 7654321' } })).order;
  await post(`/orders/${before.id}/ready`, token, {});
  await until('it to count as collected', async () => {
    const now = (await backend.get(`/orders/${before.id}`, token)) as Order;
    return now.status === 'collected' && now.assumed;
  });
  counter = await driveConsole({ env: desktop.env, backend: { url: line.url }, words: ['--hidden'] });
  await counter.log.wait('status.changed', { status: 'live' });
});
afterAll(async () => {
  await counter?.stop();
  await line?.stop();
  await backend?.stop();
  await desktop?.stop();
});

const opened = (id: string) => page.locator(`[data-opened="${id}"]`);
const happened = (id: string): Promise<string[]> =>
  opened(id)
    .locator('li[data-what]')
    .evaluateAll((lines) => lines.map((one) => (one as HTMLElement).dataset['what'] ?? ''));
const live = () =>
  until(
    'the console to be live',
    () =>
      page.evaluate(async () => {
        const { counterbell } = window as unknown as {
          counterbell: { view(): Promise<{ value: { status: { word: string } } }> };
        };
        return (await counterbell.view()).value.status.word === 'live';
      }),
    { withinMs: 30_000 },
  );

test('a click on its notification opens an order, whose timeline grows while it is worked on', async () => {
  const { order } = await backend.place();
  const toast = await desktop.notifications.wait(`New order ${order.number}`);
  desktop.notifications.click(toast.id);
  page = await counter.page();
  await opened(order.id).waitFor();
  // That it was told of here comes from the order system alone; whether it was also heard depends on the machine's sound.
  const told = opened(order.id).locator('li:is([data-what="heard"], [data-what="shown"])');
  await told.getByText('this console').waitFor();
  await opened(order.id).locator('[data-step="next"]').click();
  await expect.poll(() => happened(order.id)).toEqual(expect.arrayContaining(['placed', 'accept']));
  // Below, it stands where it stood.
  expect(await page.locator(`[data-column="preparing"] [data-order="${order.id}"]`).count()).toBe(1);
  await opened(order.id).locator('[data-step="next"]').click();
  await expect.poll(() => happened(order.id)).toEqual(expect.arrayContaining(['ready', 'told', 'assumed']));
  await page.keyboard.press('Escape');
  await opened(order.id).waitFor({ state: 'detached' });
});

test('without a connection an opened order says so and tells what it knows itself', async () => {
  const { order } = await backend.place();
  const ticket = page.locator(`[data-order="${order.id}"]`);
  await ticket.waitFor();
  await line.cut();
  await ticket.locator('[aria-haspopup="dialog"]').click();
  await opened(order.id).getByText('The order system does not answer.').waitFor();
  expect(await happened(order.id)).toContain('placed');
  await line.heal();
  await live();
  await opened(order.id).getByText('The order system does not answer.').waitFor({ state: 'detached' });
  await opened(order.id).locator('li:is([data-what="heard"], [data-what="shown"])').waitFor();
  await opened(order.id).locator('[data-step="next"]').click();
  await page.keyboard.press('Escape');
  await opened(order.id).waitFor({ state: 'detached' });
});

test('an order of before is found by its telephone number, and a manager takes it back', async () => {
  await page.getByRole('button', { name: 'Step in' }).click();
  await page.getByLabel('Your PIN').fill('333333');
  await page.keyboard.press('Enter');
  await page.locator('header [data-role="manager"]').waitFor();
  expect(await page.locator(`[data-order="${before.id}"]`).count()).toBe(0);
  await page.keyboard.press('h');
  await page.getByRole('searchbox', { name: 'Number, name or phone' }).fill('7654321');
  const row = page.locator(`[data-found="${before.id}"]`);
  await row.getByText('Ottilie Brandt').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await opened(before.id).getByText('+49 151 7654321').waitFor();
  await expect
    .poll(() => happened(before.id))
    .toEqual(expect.arrayContaining(['placed', 'ready', 'assumed']));
  await opened(before.id).getByRole('button', { name: 'Back to ready' }).click();
  await page.locator(`[data-opened="${before.id}"][data-band="ready"]`).waitFor();
  await expect.poll(() => happened(before.id)).toContain('recall');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(counter.log.count('query.unreadable')).toBe(0);
  expect(counter.log.count('csp.violation')).toBe(0);
});

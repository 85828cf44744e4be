// A day at the counter, on real parts: an outage, a press without a network, second thoughts, a cancellation,
// a bell that was stopped, and leaving.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import type { Verb } from '../../contract/order.ts';
import type { View } from '../../contract/view.ts';
import { demo, startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { listenAsCustomer } from '../support/customer.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { startNetwork, type Network } from '../support/proxy.ts';

declare const window: { counterbell: CounterbellWindow };

const snoozeSeconds = 15;
/** A name that is nowhere else, to look for on the disk afterwards. */
const guest = 'Quirin Haberstroh';

let desktop: Desktop;
let backend: RunningBackend;
let line: Network;
let counter: DrivenConsole;
let page: Page;

beforeAll(async () => {
  line = await startNetwork();
  // Pusher is reached through the network as well.
  const env = { COUNTERBELL_TELL_SECONDS: '2', PUBLIC_URL: line.url };
  [desktop, backend] = await Promise.all([startDesktop(), startBackend(env)]);
  line.to(backend.port);
  const settings = { bell: { volume: 1, snoozeSeconds } };
  counter = await driveConsole({ env: desktop.env, backend: { url: line.url }, policy: { settings } });
  await counter.log.wait('status.changed', { status: 'live' });
  page = await counter.page();
});
afterAll(async () => {
  await counter?.stop();
  await line?.stop();
  await backend?.stop();
  await desktop?.stop();
});

const view = () =>
  page.evaluate(async () => {
    const answer = await window.counterbell.view();
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  });
const viewOf = async (id: string) => (await view()).orders.find(({ order }) => order.id === id);
const untilView = (what: string, holds: (view: View) => boolean, withinMs = 20_000) =>
  until(
    what,
    async () => {
      const now = await view();
      return holds(now) ? now : null;
    },
    { withinMs, everyMs: 100 },
  );
const press = (order: string, verb: Verb) =>
  page.evaluate((request) => window.counterbell.command(request), { order, verb });
const live = async () => untilView('live', ({ status }) => status.word === 'live', 30_000);

test('orders that came while the network was away are told together, once', async () => {
  await line.cut();
  await counter.log.wait('link.lost');
  const missed = [];
  for (let n = 0; n < 3; n += 1) missed.push((await backend.place()).order);
  await line.heal();
  const toast = await desktop.notifications.wait(/^3 orders came in/, 30_000);
  expect(toast.body.split(', ').toSorted()).toEqual(missed.map(({ number }) => number).toSorted());
  await live();
  expect(desktop.notifications.shown).toHaveLength(1);
  for (const { id } of missed) expect(await press(id, 'accept')).toMatchObject({ ok: true });
  await untilView('a quiet bell', ({ bell }) => !bell.ringing);
});

test('"ready" pressed without a network is kept, and the customer hears it once', async () => {
  const placed = await backend.place();
  const { id } = placed.order;
  const customer = await listenAsCustomer(backend, placed);
  await untilView('the order', ({ orders }) => orders.some(({ order }) => order.id === id));
  await line.cut();
  await untilView('the loss of the line', ({ status }) => status.word !== 'live');
  expect(await press(id, 'ready')).toMatchObject({ ok: true });
  await until('the press to be shown as not sent', async () => {
    const shown = await viewOf(id);
    return shown?.column === 'ready' && ['not-sent', 'sending'].includes(shown.pending?.state ?? '');
  });
  expect(customer.heard).toEqual([]);
  await line.heal();
  await customer.wait('order.ready');
  await untilView('the press to be confirmed', ({ orders }) =>
    orders.some(({ order, pending }) => order.id === id && pending === null),
  );
  expect(customer.heard.filter(({ name }) => name === 'order.ready')).toHaveLength(1);
  customer.stop();
  await live();
});

test('taken back in time nobody has heard of it', async () => {
  const placed = await backend.place();
  const { id } = placed.order;
  const customer = await listenAsCustomer(backend, placed);
  await untilView('the order', ({ orders }) => orders.some(({ order }) => order.id === id));
  await press(id, 'ready');
  expect(await page.evaluate((order) => window.counterbell.undo({ order }), id)).toMatchObject({ ok: true });
  await untilView('it back in the kitchen, or new', ({ orders }) =>
    orders.some(({ order, column }) => order.id === id && column !== 'ready'),
  );
  await untilView('nothing on its way', ({ orders }) =>
    orders.some(({ order, pending }) => order.id === id && pending === null),
  );
  // The second press is heard after the moment the first one would have been told at.
  const secondAt = Date.now();
  await press(id, 'ready');
  const told = (await customer.wait('order.ready')).data as { at: string };
  expect(Date.parse(told.at)).toBeGreaterThan(secondAt);
  expect(customer.heard.filter(({ name }) => name === 'order.ready')).toHaveLength(1);
  customer.stop();
});

test('cancelled in preparation it stays on the screen until somebody has understood', async () => {
  const { order } = await backend.place();
  await untilView('the order', ({ orders }) => orders.some((one) => one.order.id === order.id));
  await press(order.id, 'accept');
  await untilView('it in preparation', ({ orders }) =>
    orders.some((one) => one.order.id === order.id && one.pending === null && one.column === 'preparing'),
  );
  const cancelled = await fetch(`${backend.url}/orders/${order.id}/cancel`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${demo.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': `cancel-${order.id}`,
    },
    body: JSON.stringify({ reason: 'The guest called' }),
  });
  expect(cancelled.status).toBe(200);
  await desktop.notifications.wait(`Order ${order.number} was CANCELLED`);
  await untilView('it to be understood', ({ orders }) =>
    orders.some((one) => one.order.id === order.id && one.column === 'understand'),
  );
  await page.locator(`[data-order="${order.id}"] [data-step="next"]`).click();
  await untilView('it off the screen', ({ orders }) =>
    orders.every((one) => one.order.id !== order.id || one.column === 'closed'),
  );
  expect(desktop.notifications.titled(`Order ${order.number} was CANCELLED`)).toHaveLength(1);
});

test('a bell that was stopped rings again, as the order still waits', async () => {
  const { order } = await backend.place({ customer: { name: guest } });
  await untilView('the bell to ring', ({ bell }) => bell.ringing);
  expect(await page.evaluate(() => window.counterbell.stopBell())).toMatchObject({ ok: true });
  const { bell } = await untilView('the bell to be stopped', (now) => !now.bell.ringing);
  expect(bell.unaccepted).toBe(1);
  expect(Date.parse(bell.snoozedUntil ?? '')).toBeGreaterThan(Date.now());
  await untilView('the bell to ring again', (now) => now.bell.ringing, (snoozeSeconds + 15) * 1000);
  await press(order.id, 'reject');
  await untilView('a quiet bell', (now) => !now.bell.ringing);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
const holding = (text: string) =>
  filesBelow(counter.userData).filter((file) => readFileSync(file).includes(text));

test('a device that leaves leaves nothing behind', async () => {
  const sessions = () =>
    readdirSync(path.join(counter.userData, 'sessions')).filter((name) => name !== 'current');
  expect(sessions()).toHaveLength(1);
  expect(await page.evaluate(() => window.counterbell.leave({ discard: true }))).toMatchObject({ ok: true });
  await untilView(
    'no restaurant any more',
    ({ restaurant, orders, device }) => restaurant === null && device === null && orders.length === 0,
  );
  await until('an empty sessions folder', () => sessions().length === 0);
  expect(holding(guest)).toEqual([]);
  await expect.poll(desktop.tray.tooltip).not.toContain('Live');
});

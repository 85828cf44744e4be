// One order's whole way on real parts: backend, Pusher, console, desktop, window, customer.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { listenAsCustomer } from '../support/customer.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';

let desktop: Desktop;
let backend: RunningBackend;
let counter: DrivenConsole;

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await driveConsole({ env: desktop.env, backend, words: ['--hidden'] });
  await counter.log.wait('status.changed', { status: 'live' });
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
});

test('enrolled by policy, in the tray, without a window', async () => {
  expect(counter.hasPage()).toBe(false);
  expect(counter.log.count('window.shown')).toBe(0);
  // The icon, its text and the log are told one after the other.
  await expect.poll(desktop.tray.tooltip).toMatch(/^Counterbell · Live$/);
  expect((await desktop.tray.menu()).map(({ label }) => label)).toEqual(
    expect.arrayContaining(['Open', 'Stop bell', 'Quit']),
  );
});

test('from the order to the bell, the window, "ready", and the customer', async () => {
  const quietIcon = await desktop.tray.icon();
  const placed = await backend.place({
    items: [{ name: 'Calzone <due>', quantity: 1, modifiers: [], allergens: [] }],
  });
  const { id, number } = placed.order;
  const customer = await listenAsCustomer(backend, placed);

  const toast = await desktop.notifications.wait(`New order ${number}`);
  expect(toast).toMatchObject({ app: 'Counterbell', urgency: 2 });
  expect(toast.actions).toEqual(['default', 'Open', 'open', 'Open', 'stop-bell', 'Stop bell']);
  // What a customer wrote is text to the desktop, not markup.
  expect(toast.body).toContain('Calzone &lt;due&gt;');
  await counter.log.wait('alert.shown', { number });
  expect(counter.hasPage()).toBe(false);
  await until('the tray to ask for attention', async () => (await desktop.tray.icon()) !== quietIcon);
  await expect.poll(desktop.tray.tooltip).toContain('1 new');

  desktop.notifications.click(toast.id);
  const page = await counter.page();
  await counter.log.wait('window.shown');
  const ticket = page.locator(`[data-order="${id}"]`);
  await ticket.waitFor();
  await page.locator(`[data-opened="${id}"]`).waitFor();
  await page.keyboard.press('Escape');
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-order]')?.getAttribute('data-order'));
  await expect.poll(focused).toBe(id);
  expect(await ticket.getAttribute('data-band')).toBe('new');

  await ticket.locator('[data-step="next"]').click();
  const ready = page.locator(`[data-column="preparing"] [data-order="${id}"] [data-step="next"]`);
  await ready.click();
  await page.locator(`[data-column="ready"] [data-order="${id}"]`).waitFor();

  const told = await customer.wait('order.ready');
  expect(told.data).toMatchObject({ order: { id, number, status: 'ready' }, message: expect.any(String) });
  expect(customer.heard.filter(({ name }) => name === 'order.ready')).toHaveLength(1);
  customer.stop();

  expect(desktop.notifications.titled(`New order ${number}`)).toHaveLength(1);
  await until('the tray to be calm again', async () => (await desktop.tray.icon()) === quietIcon);
  expect(counter.log.count('csp.violation')).toBe(0);
});

test('the window is closed, the program is not: the next order rings once, and a click brings it back', async () => {
  const shownBefore = counter.log.count('window.shown');
  await counter.pressClose();
  await counter.log.wait('window.hidden');
  const { order } = await backend.place();
  const toast = await desktop.notifications.wait(`New order ${order.number}`);
  await counter.log.wait('alert.shown', { number: order.number });
  expect(counter.log.count('window.shown')).toBe(shownBefore);
  desktop.notifications.click(toast.id);
  await counter.log.wait('window.shown', {}, shownBefore + 1);
  await (await counter.page()).locator(`[data-order="${order.id}"]`).waitFor();
  expect(desktop.notifications.titled(`New order ${order.number}`)).toHaveLength(1);
});

// Notifications on a real desktop bus: buttons, “do not disturb”, and services that are silent, lie, go and come back.
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';

declare const window: { counterbell: CounterbellWindow };

let desktop: Desktop;
let backend: RunningBackend;
let counter: DrivenConsole;
let page: Page;

const view = () =>
  page.evaluate(async () => {
    const answer = await window.counterbell.view();
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  });
const showing = async () => {
  const { notifications } = (await view()).health;
  return notifications === null ? null : { way: notifications.way, quiet: notifications.quiet };
};
const accept = (order: string) =>
  page.evaluate((id) => window.counterbell.command({ order: id, verb: 'accept' }), order);
const shown = (number: string) => desktop.notifications.wait(`New order ${number}`);

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await driveConsole({
    env: desktop.env,
    backend,
    // Each by itself, however fast they come.
    policy: { settings: { burst: { moreThan: 20, withinSeconds: 1 } } },
  });
  await counter.log.wait('status.changed', { status: 'live' });
  page = await counter.page();
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
});

test('“Stop bell” on the notification stops the bell and leaves the window alone; answered, it is taken back', async () => {
  const { order } = await backend.place();
  const toast = await shown(order.number);
  expect(toast.actions).toEqual(['default', 'Open', 'open', 'Open', 'stop-bell', 'Stop bell']);
  await expect.poll(async () => (await view()).bell.ringing).toBe(true);
  const { focus } = await view();
  desktop.notifications.press(toast.id, 'stop-bell');
  await expect.poll(async () => (await view()).bell).toMatchObject({ ringing: false, unaccepted: 1 });
  expect((await view()).focus).toEqual(focus);

  const { order: next } = await backend.place();
  const open = await shown(next.number);
  await accept(next.id);
  await until('the notification to be taken back', () => desktop.notifications.closed.includes(open.id));
  await accept(order.id);
});

test('a desktop that was asked not to disturb: the screen knows it, and the test notification says so', async () => {
  expect(await showing()).toEqual({ way: 'desktop', quiet: false });
  desktop.notifications.disturb(false);
  await expect.poll(showing).toEqual({ way: 'desktop', quiet: true });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  const button = page.getByRole('button', { name: 'Show a test notification' });
  await button.click();
  await page.getByText(/Shown quietly/).waitFor();
  desktop.notifications.disturb(true);
  await expect.poll(showing).toEqual({ way: 'desktop', quiet: false });
  await button.click();
  await page.getByText('It is on the screen now.').waitFor();
  const tests = desktop.notifications.titled('Test notification');
  expect(tests.map(({ replaces, actions }) => [replaces, actions.length])).toEqual([
    [0, 4],
    [tests[0]?.id, 4],
  ]);
  expect((await view()).bell.ringing).toBe(false);

  await page.getByLabel('On notifications').selectOption('number');
  await expect.poll(async () => (await view()).settings.orderOnNotification).toBe('number');
  await page.keyboard.press('Escape');
  const { order } = await backend.place();
  expect(await shown(order.number)).toMatchObject({ title: `New order ${order.number}`, body: '' });
  await accept(order.id);
});

test('numbers that are lies: a press leads to what is shown, never to another order', async () => {
  desktop.notifications.setMood('lies');
  const first = (await backend.place()).order;
  await counter.log.wait('alert.shown', { number: first.number });
  const second = (await backend.place()).order;
  await counter.log.wait('alert.shown', { number: second.number });
  desktop.notifications.click(77);
  await expect.poll(async () => (await view()).focus).toMatchObject({ order: second.id });
  await page.keyboard.press('Escape');
  desktop.notifications.setMood('shows');
  await accept(first.id);
  await accept(second.id);
});

test('silence leaves it to the window; answered after all, it is the only one, and can be taken back', async () => {
  desktop.notifications.setMood('never-answers');
  const { order } = await backend.place();
  await counter.log.wait('alert.unanswered', { number: order.number });
  expect(await showing()).toEqual({ way: 'banner', quiet: false });
  const withdrawn = (await backend.place()).order;
  const early = await shown(withdrawn.number);
  await accept(withdrawn.id);
  desktop.notifications.answer();
  await until('the one that was answered early to be closed', () =>
    desktop.notifications.closed.includes(early.id),
  );
  desktop.notifications.setMood('shows');
  await expect.poll(showing).toEqual({ way: 'desktop', quiet: false });
  for (const { number } of [order, withdrawn])
    expect(desktop.notifications.titled(`New order ${number}`)).toHaveLength(1);
  const { id } = await shown(order.number);
  expect(desktop.notifications.closed).not.toContain(id);
  await accept(order.id);
  await until('the late one to be closed', () => desktop.notifications.closed.includes(id));
});

test('the service dies: the closed window comes into sight at once; it comes back without buttons, and shows no order twice', async () => {
  await counter.pressClose();
  await counter.log.wait('window.hidden');
  const seen = counter.log.count('window.shown');
  await desktop.notifications.leave();
  const { order } = await backend.place();
  await counter.log.wait('alert.failed', { number: order.number });
  await counter.log.wait('window.shown', {}, seen + 1);
  expect(await showing()).toEqual({ way: 'banner', quiet: false });
  expect((await view()).notices.map(({ code }) => code)).toContain('notifications-failed');

  await desktop.notifications.comeBack(['body']);
  await expect.poll(showing).toEqual({ way: 'desktop', quiet: false });
  const next = (await backend.place()).order;
  expect(await shown(next.number)).toMatchObject({ actions: [], replaces: 0 });
  await counter.log.wait('alert.shown', { number: next.number });
  expect((await view()).notices.map(({ code }) => code)).not.toContain('notifications-failed');
  expect(desktop.notifications.titled(`New order ${order.number}`)).toHaveLength(0);
  expect(desktop.notifications.titled(`New order ${next.number}`)).toHaveLength(1);
  expect(counter.log.count('main.fault')).toBe(0);
});

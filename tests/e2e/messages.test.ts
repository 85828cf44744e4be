// A person's messages on real parts: backend, desktop, window, a second device, and a console that has no network.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, newUserData, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { startNetwork, type Network } from '../support/proxy.ts';
import { stepInElsewhere, type SecondDevice } from '../support/second-device.ts';

let desktop: Desktop;
let backend: RunningBackend;
let line: Network;
let userData: string;
let counter: DrivenConsole;
let office: SecondDevice;

/** The demo restaurant's manager. */
const pin = '333333';
const live = () => counter.log.count('status.changed', { status: 'live' });
const start = () => driveConsole({ env: desktop.env, backend: { url: line.url }, userData });

beforeAll(async () => {
  userData = newUserData();
  line = await startNetwork();
  [desktop, backend] = await Promise.all([startDesktop(), startBackend({ PUBLIC_URL: line.url })]);
  line.to(backend.port);
  counter = await start();
  await counter.log.wait('status.changed', { status: 'live' });
  office = await stepInElsewhere(backend, pin);
});
afterAll(async () => {
  await counter?.stop();
  await line?.stop();
  await backend?.stop();
  await desktop?.stop();
  if (userData) rmSync(userData, { recursive: true, force: true });
});

async function stepIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Step in' }).click();
  await page.getByLabel('Your PIN').fill(pin);
  await page.keyboard.press('Enter');
  await page.locator('header [data-role="manager"]').waitFor();
}
async function openRoom(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Menu/ }).click();
  await page.getByRole('menuitem', { name: 'Messages' }).click();
  await page.getByRole('dialog', { name: 'Messages' }).waitFor();
}
const rowOf = (page: Page, id: string) => page.locator(`[data-notification="${id}"]`);
const isUnread = (page: Page, id: string) => rowOf(page, id).getByText('New', { exact: true }).count();

test('it comes while the window is closed: on the desktop, once; clicked, the room opens at it, and it is opened everywhere', async () => {
  const page = await counter.page();
  await stepIn(page);
  await counter.pressClose();
  await counter.log.wait('window.hidden');
  const shown = counter.log.count('window.shown');
  const id = await office.send('Flour comes at three');
  const toast = await desktop.notifications.wait('Flour comes at three');
  expect(toast).toMatchObject({ body: 'Words of Flour comes at three', urgency: 1 });
  await counter.log.wait('inbox.shown', { count: 1 });
  await expect.poll(desktop.tray.tooltip).toContain('1 new message');
  expect((await desktop.tray.menu()).map(({ label }) => label)).toContain('1 new message');
  expect(counter.log.count('window.shown')).toBe(shown);
  expect(await office.unread()).toBe(1);

  desktop.notifications.click(toast.id);
  await counter.log.wait('window.shown', {}, shown + 1);
  const again = await counter.page();
  await rowOf(again, id).waitFor();
  expect(await rowOf(again, id).getAttribute('aria-expanded')).toBe('true');
  await until('the second device to agree', async () => (await office.unread()) === 0);
  await expect.poll(desktop.tray.tooltip).not.toContain('message');
  expect(desktop.notifications.titled('Flour comes at three')).toHaveLength(1);
  await again.keyboard.press('Escape');
});

test('opened on the second device, it is taken back from this one’s desktop, and counted nowhere', async () => {
  const page = await counter.page();
  const id = await office.send('Shift plan');
  const toast = await desktop.notifications.wait('Shift plan');
  await page.getByRole('button', { name: '1 new message' }).waitFor();
  await office.open(id);
  await until('the notification to be withdrawn', () => desktop.notifications.closed.includes(toast.id));
  await page.getByRole('button', { name: '1 new message' }).waitFor({ state: 'detached' });
  expect(await office.timesOpened(id)).toBe(1);
});

/** Whatever the console has written, as it lies on the disk. */
const onDisk = (): string =>
  readdirSync(userData, { withFileTypes: true, recursive: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(path.join(one.parentPath, one.name), 'latin1'))
    .join('\n');

/** Every text that the window's page still holds. */
async function inWindow(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

test('opened without a network it is told later, once, although who opened it has stepped out; nothing of them stays', async () => {
  const page = await counter.page();
  const id = await office.send('Peculiar zucchini');
  await desktop.notifications.wait('Peculiar zucchini');
  await openRoom(page);
  await rowOf(page, id).waitFor();
  expect(await inWindow(page)).toContain('Peculiar zucchini');
  const before = live();
  await backend.kill();
  await counter.log.wait('link.lost');
  await rowOf(page, id).click();
  await expect.poll(() => isUnread(page, id)).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Step out' }).click();
  await page.getByRole('button', { name: 'Step in' }).waitFor();
  expect(await page.getByText('Peculiar zucchini').count()).toBe(0);
  await expect.poll(() => inWindow(page), { timeout: 20_000 }).not.toContain('Peculiar zucchini');
  expect(onDisk()).not.toMatch(/Peculiar zucchini|Words of/);

  await backend.startAgain();
  await counter.log.wait('status.changed', { status: 'live' }, before + 1, 30_000);
  await until('the second device to agree', async () => (await office.unread()) === 0);
  expect(await office.timesOpened(id)).toBe(1);
});

// Without a keyring, as here, the sign-in does not outlive the process: the console that comes back is another device, and
// no device speaks for who was stepped in on another one. With a keyring it is told: core/inbox/inbox.test.ts.
test('opened without a network a moment before a crash, by a console that has to enrol anew: unread again, and nothing waits', async () => {
  const page = await counter.page();
  await stepIn(page);
  const id = await office.send('Before the crash');
  await page.getByRole('button', { name: '1 new message' }).click();
  await rowOf(page, id).waitFor();
  await backend.kill();
  await counter.log.wait('link.lost', {}, 2);
  await rowOf(page, id).click();
  await expect.poll(() => isUnread(page, id)).toBe(0);
  process.kill(counter.pid, 'SIGKILL');
  await counter.stop();
  const shown = desktop.notifications.shown.length;
  await backend.startAgain();
  expect(await office.unread()).toBe(1);
  const before = live();
  counter = await start();
  await counter.log.wait('status.changed', { status: 'live' }, before + 1, 30_000);
  await counter.log.wait('inbox.refused', { what: 'open' });
  expect(await office.unread()).toBe(1);
  expect(await office.timesOpened(id)).toBe(0);
  expect(desktop.notifications.shown.length).toBe(shown);
  const again = await counter.page();
  await stepIn(again);
  await again.getByRole('button', { name: '1 new message' }).click();
  await rowOf(again, id).click();
  await until('the second device to agree', async () => (await office.unread()) === 0);
  expect(counter.log.count('inbox.refused')).toBe(1);
});

test('what came, and what was opened elsewhere, while the line was down is so when it is back, and announced once', async () => {
  const page = await counter.page();
  await page.keyboard.press('Escape');
  const opened = await office.send('Opened elsewhere');
  await desktop.notifications.wait('Opened elsewhere');
  await page.getByRole('button', { name: '1 new message' }).click();
  await rowOf(page, opened).waitFor();
  const [lost, before] = [counter.log.count('link.lost'), live()];
  await line.cut();
  await counter.log.wait('link.lost', {}, lost + 1);
  const came = await office.send('Came meanwhile');
  await office.open(opened);
  expect(await isUnread(page, opened)).toBe(1);
  expect(await rowOf(page, came).count()).toBe(0);
  await line.heal();
  await counter.log.wait('status.changed', { status: 'live' }, before + 1, 30_000);
  await rowOf(page, came).waitFor();
  await expect.poll(() => isUnread(page, opened)).toBe(0);
  expect(await isUnread(page, came)).toBe(1);
  await desktop.notifications.wait('Came meanwhile');
  await expect.poll(desktop.tray.tooltip).toContain('1 new message');
  await rowOf(page, came).click();
  await until('the second device to agree', async () => (await office.unread()) === 0);
  expect(desktop.notifications.titled('Came meanwhile')).toHaveLength(1);
  await page.keyboard.press('Escape');
});

test('a console that was installed anew has all that was before, and announces none of it', async () => {
  const fresh = newUserData();
  // Where she is in it would be announced, and rightly so.
  const elsewhere = await counter.page();
  await elsewhere.getByRole('button', { name: 'Step out' }).click();
  await elsewhere.getByRole('button', { name: 'Step in' }).waitFor();
  const before = await office.unread();
  await office.send('Unread from before');
  // Told a little later than it was sent; from then on it is one of before.
  await until('it to be in the inbox', async () => (await office.unread()) > before);
  const other = await driveConsole({ env: desktop.env, backend, userData: fresh });
  try {
    await other.log.wait('status.changed', { status: 'live' });
    const page = await other.page();
    await stepIn(page);
    await openRoom(page);
    for (const title of ['Unread from before', 'Before the crash', 'Peculiar zucchini', 'Shift plan'])
      await page.getByText(title, { exact: true }).waitFor();
    expect(desktop.notifications.titled('Unread from before')).toHaveLength(0);
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await until('the second device to agree', async () => (await office.unread()) === 0);
  } finally {
    await other.stop();
    rmSync(fresh, { recursive: true, force: true });
  }
});

test('a backend without notifications: no room, no number, and everything else works', async () => {
  const bare = await startBackend({ COUNTERBELL_NOTIFICATIONS: 'off' });
  const other = await driveConsole({ env: desktop.env, backend: bare });
  try {
    await other.log.wait('status.changed', { status: 'live' });
    const page = await other.page();
    await stepIn(page);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'History' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Messages' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    const { order } = await bare.place();
    await page.locator(`[data-order="${order.id}"]`).waitFor();
    expect(order.status).toBe('new');
  } finally {
    await other.stop();
    await bare.stop();
  }
});

// Announcements on real parts: made for the restaurant and for all, read by a console whose line fails and that starts anew.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import type { Announcement } from '../../contract/announcements.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, newUserData, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { startNetwork, type Network } from '../support/proxy.ts';

const run = promisify(execFile);
let desktop: Desktop;
let backend: RunningBackend;
let line: Network;
let userData: string;
let counter: DrivenConsole;
let page: Page;
/** Keys of an administrator: of all restaurants, and of the one. */
let ofAll: string;
let ofOne: string;

async function makeKey(name: string, ...scope: string[]): Promise<string> {
  const words = ['dist/backend/main.js', 'admin', 'key', 'add', name, '--admin', ...scope, '--json'];
  const { stdout } = await run(process.execPath, words, {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: backend.databaseFile },
  });
  return (JSON.parse(stdout) as { key: string }).key;
}

async function start(): Promise<void> {
  const before = counter?.log.count('status.changed', { status: 'live' }) ?? 0;
  counter = await driveConsole({ env: desktop.env, backend: { url: line.url }, userData, keyring: true });
  await counter.log.wait('status.changed', { status: 'live' }, before + 1);
  page = await counter.page();
}

beforeAll(async () => {
  userData = newUserData();
  line = await startNetwork();
  [desktop, backend] = await Promise.all([startDesktop(), startBackend({ PUBLIC_URL: line.url })]);
  line.to(backend.port);
  [ofAll, ofOne] = await Promise.all([makeKey('Everywhere', '--all'), makeKey('Here'), start()]);
});
afterAll(async () => {
  await counter?.stop();
  await line?.stop();
  await backend?.stop();
  await desktop?.stop();
  if (userData) rmSync(userData, { recursive: true, force: true });
});

async function ask<T>(method: string, path: string, key: string, body?: object): Promise<T> {
  const response = await fetch(backend.url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}
const announce = async (key: string, text: string, more: object = {}): Promise<string> =>
  (await ask<{ id: string }>('POST', '/announcements', key, { text, ...more })).id;
const end = (key: string, id: string) => ask('DELETE', `/announcements/${id}`, key);
const announced = async (): Promise<string[]> =>
  (await ask<{ announcements: Announcement[] }>('GET', '/announcements', ofOne)).announcements.map(
    ({ text }) => text,
  );

/** All of it is text: nothing in it can be pressed, or is markup. */
const oven = 'The oven is <b>out</b> until five: <a href="https://oven.example">look</a>';

const shown = (): Promise<string[]> => page.locator('[data-announcement] bdi[dir="auto"]').allTextContents();
const isLive = (times: number) => counter.log.wait('status.changed', { status: 'live' }, times);
const timesLive = () => counter.log.count('status.changed', { status: 'live' });

/** Without a line meanwhile. */
async function offline(work: () => Promise<void>): Promise<void> {
  const [lost, live] = [counter.log.count('link.lost'), timesLive()];
  await line.cut();
  await counter.log.wait('link.lost', {}, lost + 1);
  await work();
  await line.heal();
  await isLive(live + 1);
}

test('what was announced while the line was down is there when it is back: the restaurant’s, and what is for all', async () => {
  await offline(async () => {
    await announce(ofOne, oven);
    await announce(ofAll, 'The phone line is down.');
    expect(await shown()).toEqual([]);
  });
  await page.getByText('The phone line is down.').waitFor();
  await page.getByRole('button', { name: '1 more' }).click();
  await expect.poll(shown).toEqual(['The phone line is down.', oven]);
  expect(await page.locator('[data-announcement] :is(a, b)').count()).toBe(0);
});

test('dismissed on a console it stays so there over a restart, and what was not is there again', async () => {
  await page.locator('[data-announcement]', { hasText: 'phone line' }).getByLabel('Dismiss').click();
  await expect.poll(shown).toEqual([oven]);
  await counter.stop();
  await start();
  await page.getByText(oven).waitFor();
  expect(await shown()).toEqual([oven]);
  // It is still announced: a console that was installed anew would show it.
  expect(await announced()).toContain('The phone line is down.');
  await page.locator('[data-announcement]').getByLabel('Dismiss').click();
  await expect.poll(shown).toEqual([]);
});

test('ended while the line was down it is gone when it is back; ended by time it goes by itself', async () => {
  const bread = await announce(ofOne, 'No bread today.');
  const storm = await announce(ofAll, 'Storm warning.');
  await expect.poll(shown).toEqual(['Storm warning.']);
  await offline(async () => {
    await end(ofOne, bread);
    await end(ofAll, storm);
    expect(await shown()).toEqual(['Storm warning.']);
  });
  await expect.poll(shown).toEqual([]);
  await announce(ofOne, 'Back in a moment.', { until: new Date(Date.now() + 1500).toISOString() });
  await expect.poll(shown).toEqual(['Back in a moment.']);
  await until('its end', async () => (await shown()).length === 0);
  // The console knows the order system's clock but for half a round trip.
  await expect.poll(announced).not.toContain('Back in a moment.');
});

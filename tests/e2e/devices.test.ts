// An office and the room of devices, on real parts: an order comes and rings in the shop alone; a manager finds, names and
// signs out a device.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import type { View } from '../../contract/view.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { startNetwork, type Network } from '../support/proxy.ts';

declare const window: { counterbell: CounterbellWindow };

const run = promisify(execFile);
let desks: [Desktop, Desktop] | undefined;
let backend: RunningBackend;
let line: Network;
let shop: DrivenConsole;
let office: DrivenConsole;
let counter: Page;
let desk: Page;
let adminKey: string;

async function admin(...words: string[]): Promise<{ code: string; key: string }> {
  const { stdout } = await run(process.execPath, ['dist/backend/main.js', 'admin', ...words, '--json'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: backend.databaseFile },
  });
  return JSON.parse(stdout) as { code: string; key: string };
}

beforeAll(async () => {
  line = await startNetwork();
  const started = await Promise.all([startDesktop(), startDesktop(), startBackend({ PUBLIC_URL: line.url })]);
  desks = [started[0], started[1]];
  backend = started[2];
  line.to(backend.port);
  shop = await driveConsole({ env: desks[0].env, backend: { url: line.url } });
  await shop.log.wait('status.changed', { status: 'live' });
  const [{ code }, { key }] = await Promise.all([
    admin('code', 'add', '--kind', 'office'),
    admin('key', 'add', 'Head office', '--admin'),
  ]);
  adminKey = key;
  office = await driveConsole({
    env: desks[1].env,
    backend: { url: line.url },
    policy: { enrolment: { code, deviceName: 'Laptop' } },
  });
  await office.log.wait('status.changed', { status: 'live' });
  [counter, desk] = await Promise.all([shop.page(), office.page()]);
});
afterAll(async () => {
  await office?.stop();
  await shop?.stop();
  await line?.stop();
  await backend?.stop();
  for (const one of desks ?? []) await one.stop();
});

/** By an administrator's program. */
async function renameElsewhere(before: string, after: string): Promise<void> {
  const ask = async (method: string, path: string, token: string, body?: object) => {
    const answer = await fetch(backend.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return answer.status === 204 ? null : answer.json();
  };
  const { devices } = (await ask('GET', '/devices', adminKey)) as { devices: { id: string; name: string }[] };
  const found = devices.find(({ name }) => name === before);
  await ask('PUT', `/devices/${found?.id}`, adminKey, { name: after });
}

const viewOn = (page: Page) =>
  page.evaluate(async () => {
    const answer = await window.counterbell.view();
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  });
const untilOn = (page: Page, what: string, holds: (view: View) => boolean, withinMs = 20_000) =>
  until(
    what,
    async () => {
      const now = await viewOn(page);
      return holds(now) ? now : null;
    },
    { withinMs, everyMs: 100 },
  );

test('an order rings in the shop and is only shown in the office, which cannot stop the bell', async () => {
  expect((await viewOn(desk)).device).toMatchObject({ name: 'Laptop', kind: 'office' });
  const { order } = await backend.place();
  await untilOn(counter, 'the bell of the shop', ({ bell }) => bell.ringing);
  const there = await untilOn(desk, 'the order in the office', ({ bell }) => bell.unaccepted === 1);
  await desks?.[1].notifications.wait(new RegExp(order.number));
  expect(there.bell.ringing).toBe(false);
  await desk.locator('[data-office="silent"]').waitFor();
  expect(await desk.getByRole('button', { name: /Stop bell/ }).count()).toBe(0);
  await desk.keyboard.press('Space');
  expect(await desk.evaluate(() => window.counterbell.stopBell())).toMatchObject({
    ok: false,
    error: { code: 'refused' },
  });
  expect((await viewOn(counter)).bell.ringing).toBe(true);
  await counter.getByRole('button', { name: /Stop bell/ }).click();
  await untilOn(counter, 'a quiet shop', ({ bell }) => !bell.ringing);
  expect(
    await desk.evaluate((id) => window.counterbell.command({ order: id, verb: 'accept' }), order.id),
  ).toMatchObject({ ok: true });
  await untilOn(counter, 'the answer of the office', ({ bell }) => bell.unaccepted === 0);
});

test('a manager sees both, finds the one in the shop, names it, and is told what is not possible', async () => {
  expect(await desk.evaluate(() => window.counterbell.stepIn({ pin: '333333' }))).toMatchObject({ ok: true });
  await desk.getByRole('button', { name: /^Menu/ }).click();
  await desk.getByRole('menuitem', { name: 'Devices' }).click();
  const room = desk.getByRole('dialog', { name: 'Devices' });
  const row = room.locator('[data-kind="counter"]');
  // A computer without a sound card is not heard, and that is said.
  await room.locator('[data-kind="counter"]:is([data-state="heard"], [data-state="silent"])').waitFor();
  await room.locator('[data-kind="office"][data-state="office"]', { hasText: 'Noor' }).waitFor();

  await row.getByText(/Counterbell \d/).waitFor({ timeout: 30_000 });
  await row.getByRole('button', { name: 'Where is it?' }).click();
  await row.getByText('It rings now.').waitFor();
  await untilOn(counter, 'the device to be sought', ({ notices }) =>
    notices.some(({ code }) => code === 'device-sought'),
  );

  await row.getByRole('button', { name: /^More/ }).click();
  await room.getByRole('menuitem', { name: 'Rename' }).click();
  await room.getByRole('textbox', { name: 'Name of the device' }).fill('Front till');
  await desk.keyboard.press('Enter');
  await untilOn(counter, 'its new name', ({ device }) => device?.name === 'Front till');
  const named = room.locator('[data-device]', { hasText: 'Front till' });
  await named.waitFor();

  await line.cut();
  await untilOn(desk, 'the loss of the line', ({ status }) => status.word === 'offline', 40_000);
  await named.getByRole('button', { name: 'Where is it?' }).click();
  await named.getByText(/^Not done: the order system does not answer/).waitFor();
  // The list says as of when it is, and what was done meanwhile stands in it once it can be asked for again.
  await room.getByText(/^The order system does not answer\. As of/).waitFor();
  await renameElsewhere('Laptop', 'Desk');
  expect(await room.locator('[data-kind="office"]').innerText()).toContain('Laptop');
  await line.heal();
  await untilOn(desk, 'live', ({ status }) => status.word === 'live', 40_000);
  await room.locator('[data-kind="office"]', { hasText: 'Desk' }).waitFor({ timeout: 30_000 });
  expect(await room.getByText(/^The order system does not answer/).count()).toBe(0);

  await named.getByRole('button', { name: /^More/ }).click();
  await room.getByRole('menuitem', { name: 'Sign out' }).click();
  await room.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await named.waitFor({ state: 'detached' });
  await untilOn(counter, 'the end of its session', ({ status }) => status.word === 'signed-out');
});

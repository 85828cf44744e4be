// Stepping in, stepping out and leaving on the real console, by hand: window, console and backend agree on who is there.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';

let desktop: Desktop;
let backend: RunningBackend;
let counter: DrivenConsole;
let page: Page;

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await driveConsole({ env: desktop.env, backend });
  page = await counter.page();
  await counter.log.wait('status.changed', { status: 'live' });
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
});

/** The demo restaurant's manager. */
const manager = { name: 'Noor', pin: '333333' };

async function stepIn(pin: string): Promise<void> {
  const pad = page.locator('dialog');
  if ((await pad.count()) === 0) await page.getByRole('button', { name: 'Step in' }).click();
  await page.getByLabel('Your PIN').fill(pin);
  await page.keyboard.press('Enter');
}

test('a wrong PIN is told, the right one lets the manager cancel, who is gone in one tap', async () => {
  await stepIn('9753');
  await page.getByRole('alert').getByText('Nobody here has this PIN').waitFor();
  await stepIn(manager.pin);
  const chip = page.locator('header [data-role="manager"]');
  await chip.getByText(manager.name).waitFor();
  const { order } = await backend.place();
  const ticket = page.locator(`[data-order="${order.id}"]`);
  await ticket.locator('[data-step="next"]').click();
  await page.locator(`[data-column="preparing"] [data-order="${order.id}"] [aria-haspopup="menu"]`).click();
  await page.getByRole('menuitem', { name: 'Cancel order' }).click();
  await page.getByRole('menu').last().getByRole('menuitem').first().click();
  await ticket.getByText('by Noor').waitFor();
  await page.getByRole('button', { name: 'Step out' }).click();
  await chip.waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Step in' }).count()).toBe(1);
});

test('too many wrong PINs: the pad says how long to wait', async () => {
  const wait = page.locator('dialog [aria-hidden="true"]', { hasText: 'Try again in' });
  const told = page.getByRole('alert');
  const field = page.getByLabel('Your PIN');
  for (let guess = 0; guess < 20 && (await wait.count()) === 0; guess += 1) {
    await stepIn(String(6000 + guess));
    // Only an answer empties the field again; what is told may still be about the guess before.
    await until(
      'an answer',
      async () => (await field.inputValue()) === '' && (await told.innerText()) !== '',
    );
  }
  expect(await wait.innerText()).toMatch(/Try again in \d+\ss/);
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
});

test('the console leaves, and says so: no restaurant, no session on disk', async () => {
  const sessions = path.join(counter.userData, 'sessions');
  const folders = () => readdirSync(sessions, { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(folders()).toHaveLength(1);
  const understood = page.getByRole('button', { name: 'Understood' });
  if ((await understood.count()) > 0) await understood.click();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Disconnect this console' }).click();
  await page.getByLabel('Yes, disconnect it').check();
  const leave = page.getByRole('button', { name: 'Disconnect', exact: true });
  const setUp = page.getByRole('heading', { name: 'Connect this console', exact: true });
  // "Understood" may still be on its way to the backend: then leaving waits for it.
  await until('the console to have left', async () => {
    if ((await setUp.count()) > 0) return true;
    await leave.click({ timeout: 1000 }).catch(() => undefined);
    return false;
  });
  await counter.log.wait('session.ended', { how: 'left' });
  await until('the session’s folder to be gone', () => folders().length === 0);
});

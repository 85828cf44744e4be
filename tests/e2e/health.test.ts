// How Counterbell is, on real parts: the bell is tried when the restaurant opens, somebody says that they heard it, and the
// self-test is run from the screen.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import { wallClock } from '../../contract/local-time.ts';
import { checkNames } from '../../contract/self-test.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { stepInElsewhere } from '../support/second-device.ts';

declare const window: { counterbell: CounterbellWindow };

let desktop: Desktop;
let backend: RunningBackend;
let counter: DrivenConsole;
const downloads = mkdtempSync(path.join(os.tmpdir(), 'counterbell-downloads-'));

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await driveConsole({
    env: desktop.env,
    backend,
    // A loudspeaker, whatever the machine has.
    words: ['--hidden', '--use-fake-device-for-media-stream'],
    policy: { settings: { openingCheck: true } },
  });
  await counter.log.wait('status.changed', { status: 'live' });
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
  rmSync(downloads, { recursive: true, force: true });
});

async function viewOf(page: Page) {
  const answer = await page.evaluate(() => window.counterbell.view());
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

test('a minute after the restaurant opened the bell is tried, the window asks, and one tap answers', async () => {
  expect(counter.hasPage()).toBe(false);
  const manager = await stepInElsewhere(backend, '333333');
  const restaurant = await manager.timeZone();
  const clock = (ms: number) => new Date(wallClock(restaurant, Date.now() + ms)).toISOString().slice(11, 16);
  await manager.openDaily(clock(-60_000), clock(8 * 3_600_000));
  await counter.log.wait('opening.asked');
  const page = await counter.page();
  const question = page.getByRole('alert').filter({ hasText: 'Did you hear it?' });
  await question.getByRole('button', { name: 'Yes' }).click();
  await question.waitFor({ state: 'detached' });
  const { health, notices, bell } = await viewOf(page);
  expect(health.opening?.state).toBe('heard');
  expect(health.lastHeard).not.toBeNull();
  expect(notices.map(({ code }) => code)).not.toContain('bell-not-heard');
  expect(bell).toMatchObject({ ringing: false, unaccepted: 0 });
  expect(desktop.notifications.shown).toEqual([]);
  // It rings to its end.
  await expect.poll(async () => (await viewOf(page)).health.sound?.audible).toBe(true);
});

test('the status opens to its parts, and from there everything is tested, check by check, and saved', async () => {
  const page = await counter.page();
  await counter.app.evaluate(({ app }, folder) => app.setPath('downloads', folder), downloads);
  await page.locator('header [data-status] button').click();
  const sheet = page.getByRole('dialog', { name: 'How Counterbell is' });
  await expect.poll(() => sheet.locator('[data-part="tray"]').getAttribute('data-state')).toBe('works');
  await expect.poll(() => sheet.innerText()).toMatch(/Caught up to #\d+, .*heard by a person at/s);
  await sheet.getByRole('button', { name: 'Check everything' }).click();
  const room = page.getByRole('dialog', { name: 'Self-test' });
  await room.locator('[data-check="version"][data-verdict="ok"]').waitFor();
  await expect.poll(() => room.locator('ul').getAttribute('aria-busy'), { timeout: 60_000 }).toBe('false');
  expect(await room.locator('[data-check]').count()).toBe(checkNames.length);
  for (const walked of ['http', 'sign-in', 'pusher-subscribe', 'test-event', 'tray'])
    expect(await room.locator(`[data-check="${walked}"]`).getAttribute('data-verdict'), walked).toBe('ok');
  expect(desktop.notifications.shown).toEqual([]);

  await room.getByRole('button', { name: 'Save diagnostics' }).click();
  await room.getByText('Saved:').waitFor({ timeout: 60_000 });
  const [file = ''] = readdirSync(downloads);
  expect(await room.innerText()).toContain(file);
  expect(readFileSync(path.join(downloads, file)).subarray(0, 2).toString()).toBe('PK');
});

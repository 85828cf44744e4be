// A window and a desktop that mean no good, against the real console: a few hundred of each. Ten thousand are told of in
// electron/ipc-hostile.test.ts and electron/dbus/hostile.test.ts, and here in the long run.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startBareDesktop } from '../support/desktop.ts';
import { recordNotifications, type Notifications } from '../support/notifications.ts';
import { until } from '../support/poll.ts';
import { attackByBus, attackByPage, attackByStranger } from './hostile.ts';

let desktop: Awaited<ReturnType<typeof startBareDesktop>>;
let notifications: Notifications;
let backend: RunningBackend;
let counter: DrivenConsole;

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startBareDesktop(), startBackend()]);
  notifications = await recordNotifications(desktop.busAddress);
  counter = await driveConsole({ env: desktop.env, backend });
  await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await notifications?.stop();
  await desktop?.stop();
});

/** It lives, nothing was thrown in it, and the next order is told, once. */
async function goesOn(number: string): Promise<void> {
  await backend.place({ number });
  await notifications.wait(`New order ${number}`);
  expect(notifications.titled(`New order ${number}`)).toHaveLength(1);
  for (const event of ['main.fault', 'ipc.failed', 'effect.failed', 'app.window-crashed'])
    expect(counter.log.of(event)).toEqual([]);
  await until('it to be live', () => counter.log.of('status.changed').at(-1)?.status === 'live');
}

test('200 calls of the page with anything: each has an answer, none fails inside', async () => {
  const codes = await attackByPage({ desktop, backend, counter }, 200, 1);
  expect(codes).not.toHaveProperty('internal');
  expect(codes.invalid).toBeGreaterThan(60);
  await goesOn('P1');
});

test('200 requests on raw channels from a window that is not ours, and as many from a frame in it: not allowed', async () => {
  const { asked, codes } = await attackByStranger({ desktop, backend, counter }, 200, 2);
  expect(codes).toEqual([{ 'not-allowed': asked }, { 'not-allowed': asked }]);
  expect(asked).toBeGreaterThan(100);
  // Told, and not each of them.
  expect(counter.log.count('ipc.stranger')).toBeLessThan(5);
  await goesOn('P2');
});

test('500 messages of a peer of the bus, in others’ names', async () => {
  // The page may have brought its own window up, as whoever sits before it may.
  const shown = counter.log.count('window.shown');
  const { grown } = await attackByBus({ desktop, backend, counter }, 500, 3);
  expect(grown).toBeLessThan(1.2);
  expect(counter.log.count('window.shown')).toBe(shown);
  await goesOn('P3');
});

test('a notification service that keeps silent, dies, and lies: what comes after it is told', async () => {
  notifications.setMood('never-answers');
  await backend.place({ number: 'SILENT' });
  await notifications.wait('New order SILENT');
  await notifications.stop();
  await backend.place({ number: 'NOBODY' });
  // The bell and the screen tell of it, and why the desktop does not.
  await counter.log.wait('alert.failed', { number: 'NOBODY' });
  notifications = await recordNotifications(desktop.busAddress);
  notifications.setMood('lies');
  await backend.place({ number: 'LIES' });
  await notifications.wait('New order LIES');
  notifications.click(4711);
  notifications.setMood('shows');
  await goesOn('P4');
  expect(counter.log.count('alert.failed', { number: 'NOBODY' })).toBe(1);
});

// What nobody catches in the main process opens no dialog: it is logged and told at the screen, and the bell goes on.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, newUserData, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';

declare const window: { counterbell: CounterbellWindow };

const userData = newUserData();
let desktop: Desktop;
let backend: RunningBackend;
let counter: DrivenConsole;

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await driveConsole({ env: desktop.env, backend, userData });
  await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
  rmSync(userData, { recursive: true, force: true });
});

test('an exception and a rejection that nobody catches are logged and told, and the next order rings', async () => {
  await counter.app.evaluate(() => {
    setImmediate(() => {
      throw new TypeError('nobody catches this');
    });
    setImmediate(() => void Promise.reject(new Error('nor this')));
  });
  await counter.log.wait('main.fault', { how: 'exception', name: 'TypeError' });
  await counter.log.wait('main.fault', { how: 'rejection', name: 'Error' });
  const { order } = await backend.place();
  await desktop.notifications.wait(`New order ${order.number}`);
  const page = await counter.page();
  const codes = () =>
    page.evaluate(async () => {
      const answer = await window.counterbell.view();
      return answer.ok ? answer.value.notices.map(({ code }) => code) : [];
    });
  await until('the screen to tell of it', async () => (await codes()).includes('internal-fault'));
  expect(await page.getByText('Something inside Counterbell failed').count()).toBe(1);
});

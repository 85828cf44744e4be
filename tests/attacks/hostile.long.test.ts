// 10,000 calls, requests and messages against the real console: memory is what it was after the first 2,000.
import { expect, test } from 'vitest';
import { startBackend } from '../support/backend.ts';
import { driveConsole } from '../support/console.ts';
import { startDesktop } from '../support/desktop.ts';
import { heapOf } from '../support/hostile/heap-of.ts';
import { attackByBus, attackByPage, attackByStranger } from './hostile.ts';

test('10,000 of each', async ({ onTestFinished }) => {
  const [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  onTestFinished(() => desktop.stop());
  onTestFinished(() => backend.stop());
  const counter = await driveConsole({ env: desktop.env, backend });
  onTestFinished(() => counter.stop());
  await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
  const it = { desktop, backend, counter };
  const { asked, codes: strange } = await attackByStranger(it, 5000, 2);
  expect(strange).toEqual([{ 'not-allowed': asked }, { 'not-allowed': asked }]);
  // After the strangers: what their requests were carried into the program with stays with whoever looks into it.
  await attackByPage(it, 2000, 1);
  const before = await heapOf(counter.app);
  const codes = await attackByPage(it, 8000, 3);
  expect(codes).not.toHaveProperty('internal');
  expect((await heapOf(counter.app)) / before).toBeLessThan(1.15);
  expect((await attackByBus(it, 10_000, 5)).grown).toBeLessThan(1.15);
  await backend.place({ number: 'AFTER' });
  await desktop.notifications.wait('New order AFTER');
  expect(desktop.notifications.titled('New order AFTER')).toHaveLength(1);
  expect(counter.log.count('main.fault')).toBe(0);
}, 600_000);

// A console in which something fails again and again starts anew, and rings.
import { readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { newUserData, spawnConsole, type SpawnedConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { thrower } from './thrower.ts';

const userData = newUserData();
const { env, throwTimes } = thrower(userData);
let desktop: Desktop;
let backend: RunningBackend;
let counter: SpawnedConsole;

const pid = () => Number(/-(\d+)$/.exec(readlinkSync(path.join(userData, 'SingletonLock')))?.[1]);

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await spawnConsole({ env: { ...desktop.env, ...env }, backend, userData, words: ['--hidden'] });
  await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
});
afterAll(async () => {
  try {
    process.kill(pid(), 'SIGKILL');
  } catch {
    // It has ended.
  }
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
  rmSync(userData, { recursive: true, force: true });
});

test('in a storm of exceptions it starts anew, by the same words, and the next order rings', async () => {
  const before = pid();
  throwTimes(40);
  await counter.log.wait('app.ready', {}, 2, 40_000);
  await until('another process', () => pid() !== before);
  const { order } = await backend.place();
  await desktop.notifications.wait(`New order ${order.number}`);
  expect(counter.log.count('main.fault')).toBeGreaterThan(1);
  expect(JSON.stringify(counter.log.of('main.fault'))).toContain('nobody catches this');
  process.kill(pid(), 'SIGTERM');
  await until('its end', () => counter.log.all().at(-1)?.event === 'app.quit');
});

// A console that dies or hangs comes back by itself, and rings for what came meanwhile: by the watcher of its package.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { watchedConsole, type Pace, type WatchedConsole } from '../support/watched-console.ts';

let desktop: Desktop;
let backend: RunningBackend;
beforeAll(async () => {
  desktop = await startDesktop();
  backend = await startBackend();
});
afterAll(async () => {
  await backend.stop();
  await desktop.stop();
});

async function watched(pace?: Pace): Promise<WatchedConsole> {
  const counter = await watchedConsole({ env: desktop.env, backend, words: ['--hidden'] }, pace);
  await counter.log.wait('status.changed', { status: 'live' });
  return counter;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('killed with an order waiting it is back, rings for what came meanwhile, and says how long it was away', async ({
  onTestFinished,
}) => {
  const counter = await watched();
  onTestFinished(() => counter.stop());
  await backend.place({ number: 'W1' });
  await desktop.notifications.wait('New order W1');
  const first = counter.main();
  process.kill(first, 'SIGKILL');
  await until('the killed one to be gone', () => !isAlive(first));
  await backend.place({ number: 'W2' });
  await desktop.notifications.wait('New order W2');
  expect(counter.main()).not.toBe(first);
  expect(counter.log.of('app.ready').at(-1)).toMatchObject({ cameBack: '137' });
  const away = await counter.log.wait('console.was-away');
  expect(away).toMatchObject({ came: 1 });
  expect(Number(away.to) - Number(away.from)).toBeLessThan(20_000);
  // One notification for each, and one console that rings.
  expect(desktop.notifications.titled('New order W2')).toHaveLength(1);
  expect(counter.log.count('app.ready')).toBe(2);
});

test('one that stands still is ended and started anew', async ({ onTestFinished }) => {
  const counter = await watched({ every: 1 });
  onTestFinished(() => counter.stop());
  const first = counter.main();
  process.kill(first, 'SIGSTOP');
  await backend.place({ number: 'W3' });
  await counter.log.wait('app.ready', { cameBack: '137' }, 1, 60_000);
  await desktop.notifications.wait('New order W3');
  expect(isAlive(first)).toBe(false);
  expect(counter.said()).toContain('no sign of life for 7 s');
});

test('ended by somebody it stays away, and a start after that was not away', async ({ onTestFinished }) => {
  const counter = await watched();
  onTestFinished(() => counter.stop());
  process.kill(counter.main(), 'SIGTERM');
  expect(await counter.ended).toEqual({ code: 0, signal: null });
  expect(counter.said()).toBe('');
  expect(counter.log.count('app.ready')).toBe(1);
  const again = await watchedConsole({
    env: desktop.env,
    backend,
    words: ['--hidden'],
    userData: counter.userData,
  });
  onTestFinished(() => again.stop());
  await again.log.wait('app.ready', {}, 2);
  await again.log.wait('status.changed', { status: 'live' }, 2);
  expect(again.log.count('console.was-away')).toBe(0);
});

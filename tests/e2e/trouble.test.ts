// What must hold when things break: a killed backend, a killed console, nonsense on the wire, damaged files.
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import PusherServer from 'pusher';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, newUserData, spawnConsole, type SpawnedConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { rmSync } from 'node:fs';
import type { CounterbellWindow } from '../../contract/ipc.ts';

declare const window: { counterbell: CounterbellWindow };

const pusherKeys = { PUSHER_APP_ID: '4711', PUSHER_KEY: 'trouble-key', PUSHER_SECRET: 'trouble-secret' };

let desktop: Desktop;
let backend: RunningBackend;
let userData: string;
let counter: SpawnedConsole;

const startCounter = () => spawnConsole({ env: desktop.env, backend, userData, words: ['--hidden'] });
const liveTimes = () => counter.log.count('status.changed', { status: 'live' });

beforeAll(async () => {
  userData = newUserData();
  [desktop, backend] = await Promise.all([startDesktop(), startBackend(pusherKeys)]);
  counter = await startCounter();
  await counter.log.wait('status.changed', { status: 'live' });
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
  if (userData) rmSync(userData, { recursive: true, force: true });
});

/** Every notification so far that tells of this order, alone or in a group. */
const about = (number: string) =>
  desktop.notifications.shown.filter(
    ({ title, body }) =>
      title === `New order ${number}` || (/orders came in/.test(title) && body.split(', ').includes(number)),
  );

test('nonsense on the wire is logged once, and the next order rings', async () => {
  const sender = new PusherServer({
    appId: pusherKeys.PUSHER_APP_ID,
    key: pusherKeys.PUSHER_KEY,
    secret: pusherKeys.PUSHER_SECRET,
    host: '127.0.0.1',
    port: String(backend.port),
    useTLS: false,
  });
  for (const nonsense of ['', '{', 'null', '[]', { seq: -1 }, { stream: 'restaurant:demo', order: {} }])
    await sender.trigger('private-restaurant-demo', 'order.new', nonsense);
  await counter.log.wait('stream.malformed-event');
  const { order } = await backend.place();
  await desktop.notifications.wait(`New order ${order.number}`);
  expect(counter.log.count('stream.malformed-event')).toBe(1);
  expect(about(order.number)).toHaveLength(1);
});

test('the backend is killed and started again: the console catches up by itself', async () => {
  const live = liveTimes();
  await backend.kill();
  await counter.log.wait('link.lost');
  await backend.startAgain();
  const { order } = await backend.place();
  await desktop.notifications.wait(`New order ${order.number}`, 30_000);
  await counter.log.wait('status.changed', { status: 'live' }, live + 1, 30_000);
  // Killed before this is written it would be raised again, as nobody knows then whether it was seen.
  await counter.log.wait('alert.shown', { number: order.number });
  expect(about(order.number)).toHaveLength(1);
});

test('orders placed while the console was killed ring once when it is back, and no other does', async () => {
  const earlier = desktop.notifications.shown.length;
  counter.signal('SIGKILL');
  await counter.ended;
  await counter.stop();
  const missed = [await backend.place(), await backend.place()].map(({ order }) => order.number);
  const live = liveTimes();
  counter = await startCounter();
  for (const number of missed) await counter.log.wait('alert.shown', { number }, 1, 30_000);
  await counter.log.wait('status.changed', { status: 'live' }, live + 1);
  for (const number of missed) expect(about(number)).toHaveLength(1);
  const since = desktop.notifications.shown.slice(earlier).map(({ title }) => title);
  expect(
    since.filter(
      (title) => title.startsWith('New order') && !missed.some((number) => title.endsWith(` ${number}`)),
    ),
  ).toEqual([]);
});

test('asked to end by a signal it ends cleanly', async () => {
  counter.signal('SIGTERM');
  expect(await counter.ended).toEqual({ code: 0, signal: null });
  expect(counter.log.all().at(-1)?.event).toBe('app.quit');
});

test('damaged settings are moved aside, a torn journal is cut off, it starts and says so', async () => {
  const settings = path.join(userData, 'settings.json');
  const { installId } = JSON.parse(readFileSync(settings, 'utf8')) as { installId: string };
  writeFileSync(settings, '{"installId":"cut of');
  const session = readdirSync(path.join(userData, 'sessions')).find((name) => name !== 'current');
  appendFileSync(path.join(userData, 'sessions', session ?? '', 'journal'), '1 torn in the middle of a li');

  const repaired = await driveConsole({ env: desktop.env, backend, userData });
  try {
    const page = await repaired.page();
    await repaired.log.wait('journal.repaired', { kind: 'torn' });
    const codes = () =>
      page.evaluate(async () => {
        const answer = await window.counterbell.view();
        return answer.ok ? answer.value.notices.map(({ code }) => code) : [];
      });
    await expect.poll(codes).toEqual(expect.arrayContaining(['settings-restored', 'journal-repaired']));
    await page
      .getByText(/settings/i)
      .first()
      .waitFor();
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({ installId });
    const aside = readdirSync(userData).filter((name) => name.startsWith('settings.json.corrupt-'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(path.join(userData, aside[0] ?? ''), 'utf8')).toBe('{"installId":"cut of');
  } finally {
    await repaired.stop();
  }
});

test('a policy with a mistake is refused as a whole, told, and nothing of it is used', async () => {
  const folder = newUserData();
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify({ backend: { url: backend.url }, enrolment: { kode: 'x' } }));
  const refused = await spawnConsole({
    env: { ...desktop.env, COUNTERBELL_POLICY: file },
    userData: folder,
    words: ['--hidden'],
  });
  try {
    const line = await refused.log.wait('policy.refused');
    expect(line.source).toBe(file);
    await refused.log.wait('app.ready');
    expect(refused.log.count('session.entered')).toBe(0);
  } finally {
    await refused.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

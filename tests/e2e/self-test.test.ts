// The self-test on real parts: beside a running console, without one, without a backend, with a broken policy, and on a
// desktop where nobody shows notifications.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SelfTest } from '../../core/diagnosis/self-test.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { newUserData, type SpawnedConsole } from '../support/console.ts';
import { startBareDesktop, startDesktop, type Desktop } from '../support/desktop.ts';
import { programVerb } from '../support/program-verb.ts';
import { startWaitingConsole } from '../support/waiting-console.ts';

type Tested = { code: number; checks: ReadonlyMap<string, SelfTest['checks'][number]> };

async function selfTest(userData: string, env: Record<string, string>): Promise<Tested> {
  const out = path.join(userData, 'told.json');
  rmSync(out, { force: true });
  const { code, said } = await programVerb(userData, env, '--self-test', '--json', `--out=${out}`);
  const tested = JSON.parse(said) as SelfTest;
  return { code, checks: new Map(tested.checks.map((check) => [check.id, check])) };
}
const verdicts = ({ checks }: Tested) =>
  Object.fromEntries([...checks].map(([id, { verdict }]) => [id, verdict]));

/** How soon a disk and a desktop answer on a busy machine is another matter than that they were asked. */
function expectTried({ checks }: Tested): void {
  expect(checks.get('disk')?.what).toMatch(/free, a line is safe after \d+ ms/);
  expect(checks.get('notifications')?.what).toMatch(/^recorder \S+ answers in \d+ ms/);
}

const wayOfAnOrder = {
  'order-system': 'ok',
  proxy: 'ok',
  dns: 'ok',
  tcp: 'ok',
  tls: 'skipped',
  http: 'ok',
  protocol: 'ok',
  'sign-in': 'ok',
  'pusher-connect': 'ok',
  'pusher-subscribe': 'ok',
  'test-event': 'ok',
  clock: 'ok',
};

describe('beside a running console', () => {
  let desktop: Desktop;
  let backend: RunningBackend;
  let counter: SpawnedConsole;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ desktop, backend, counter, stop } = await startWaitingConsole());
  });
  afterAll(() => stop());

  test('the whole way of an order is walked, and nothing rings or is counted for it', async () => {
    const tested = await selfTest(counter.userData, desktop.env);
    expect(verdicts(tested)).toMatchObject({
      ...wayOfAnOrder,
      console: 'ok',
      tray: 'ok',
    });
    expectTried(tested);
    expect(tested.checks.get('test-event')?.what).toMatch(/read by the console after \d+ ms/);
    expect(tested.checks.get('sound')?.verdict).not.toBe('skipped');
    expect(desktop.notifications.shown).toEqual([]);
    expect(counter.log.count('window.shown')).toBe(0);
  });

  test('a backend that is gone is what fails, and no success', async () => {
    await backend.kill();
    const tested = await selfTest(counter.userData, desktop.env);
    expect(tested.code).toBe(1);
    expect(verdicts(tested)).toMatchObject({
      dns: 'ok',
      tcp: 'fail',
      http: 'skipped',
      'sign-in': 'skipped',
      'pusher-connect': 'fail',
      'test-event': 'skipped',
    });
    await backend.startAgain();
  });
});

describe('where no console runs', () => {
  test('it looks at what it can, leaves nothing behind, and says that no console runs', async () => {
    const desktop = await startDesktop();
    const userData = newUserData();
    const before = readdirSync(userData);
    const tested = await selfTest(userData, desktop.env);
    expect(tested.code).toBe(1);
    expect(verdicts(tested)).toMatchObject({
      console: 'warn',
      policy: 'ok',
      'order-system': 'fail',
      tcp: 'skipped',
      'sign-in': 'skipped',
      tray: 'ok',
    });
    expectTried(tested);
    expect(readdirSync(userData)).toEqual([...before, 'told.json']);
    await desktop.stop();
    rmSync(userData, { recursive: true, force: true });
  });

  test('a policy that is broken fails, and so does its order system', async () => {
    const desktop = await startDesktop();
    const userData = newUserData();
    mkdirSync(userData, { recursive: true });
    const file = path.join(userData, 'policy.json');
    writeFileSync(file, '{"settings":{"theme":"pink"}}');
    const tested = await selfTest(userData, { ...desktop.env, COUNTERBELL_POLICY: file });
    expect(tested.code).toBe(1);
    expect(verdicts(tested)).toMatchObject({ policy: 'fail', 'order-system': 'fail' });
    expect(tested.checks.get('policy')?.what).toContain('settings.theme');
    expect(existsSync(path.join(userData, 'told.json'))).toBe(true);
    await desktop.stop();
    rmSync(userData, { recursive: true, force: true });
  });

  test('before it has enrolled it goes the way to the order system that the policy names', async () => {
    const desktop = await startDesktop();
    const backend = await startBackend();
    const userData = newUserData();
    const file = path.join(userData, 'policy.json');
    writeFileSync(file, JSON.stringify({ backend: { url: backend.url } }));
    const env = { ...desktop.env, COUNTERBELL_POLICY: file };
    const before = await selfTest(userData, env);
    expect(verdicts(before)).toMatchObject({
      'order-system': 'fail',
      tcp: 'ok',
      http: 'ok',
      'sign-in': 'skipped',
    });
    await backend.kill();
    const gone = await selfTest(userData, env);
    expect(verdicts(gone)).toMatchObject({ tcp: 'fail', http: 'skipped' });
    expect(gone.checks.get('tcp')?.what).toContain('ECONNREFUSED');
    await backend.stop();
    await desktop.stop();
    rmSync(userData, { recursive: true, force: true });
  });

  test('where nobody shows notifications or tray icons it says so, and what to do', async () => {
    const desktop = await startBareDesktop();
    const userData = newUserData();
    const tested = await selfTest(userData, desktop.env);
    expect(verdicts(tested)).toMatchObject({ notifications: 'warn', tray: 'warn' });
    expect(tested.checks.get('notifications')?.todo).toContain('dunst');
    await desktop.stop();
    rmSync(userData, { recursive: true, force: true });
  });
});

// The diagnostics of a real console that has orders, and of a folder without one: what was planted is in no byte of them.
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, type RunningBackend } from '../support/backend.ts';
import { newUserData, type SpawnedConsole } from '../support/console.ts';
import type { Desktop } from '../support/desktop.ts';
import { programVerb } from '../support/program-verb.ts';
import { unzip } from '../support/unzip.ts';
import { startWaitingConsole } from '../support/waiting-console.ts';

const customer = { name: 'Zaphod Beeblebrox', phone: '+49 171 5550199' };
const note = 'Hauptstraße 42, Hinterhaus, bei Entenhausen klingeln';
const token = 'cbd_Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4OTAxMjM0NTY3ODk';
const planted = [
  'zaphod',
  'beeblebrox',
  '5550199',
  'hauptstraße',
  'entenhausen',
  token.toLowerCase(),
  '739152',
  demo.code.toLowerCase(),
];
const line = (message: string) =>
  `${JSON.stringify({ at: new Date().toISOString(), level: 'warn', event: 'backend.failed', message })}\n`;
const plantedLines = [
  line(`The order of ${customer.name}, ${customer.phone}, ${note}, was refused.`),
  line(`token ${token} of PIN 739152`),
  line('connect ECONNREFUSED 127.0.0.1:4180'),
].join('');

let desktop: Desktop;
let backend: RunningBackend;
let counter: SpawnedConsole;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ desktop, backend, counter, stop } = await startWaitingConsole());
});
afterAll(() => stop());

function filesIn(file: string): ReadonlyMap<string, string> {
  const files = unzip(readFileSync(file));
  const all = files.map(({ name, text }) => `${name} ${text}`.toLowerCase()).join('\n');
  for (const one of planted) expect(all).not.toContain(one);
  return new Map(files.map(({ name, text }) => [name, text]));
}

test('of a console that runs: self-test, settings, logs and health, and nobody of its orders', async () => {
  await backend.place({ customer, note });
  await desktop.notifications.wait(/./);
  appendFileSync(path.join(counter.userData, 'logs/counterbell.log'), plantedLines);
  const file = path.join(counter.userData, 'told.zip');
  const { code, said } = await programVerb(counter.userData, desktop.env, `--diagnostics=${file}`);
  expect(said).toContain('from the console that runs');
  expect(code).toBe(0);
  expect(statSync(file).mode & 0o077).toBe(0);
  const files = filesIn(file);
  expect(files.get('self-test.json')).toContain('"sign-in"');
  expect(files.get('logs/counterbell.log')).toContain('connect ECONNREFUSED 127.0.0.1:4180');
  expect(files.get('logs/counterbell.log')).toContain('app.ready');
  expect(files.get('logs/health.log')).toContain('"word":"live"');
  expect(JSON.parse(files.get('settings.json') ?? '')).toHaveProperty('settings.theme');
  expect(JSON.parse(files.get('policy.json') ?? '')).toMatchObject({ kind: 'valid', enrolsByCode: true });
});

test('of a folder without a console: what lies there, and that no console answers', async () => {
  const userData = newUserData();
  mkdirSync(path.join(userData, 'logs'));
  writeFileSync(path.join(userData, 'logs/counterbell.log'), plantedLines);
  writeFileSync(
    path.join(userData, 'settings.json'),
    JSON.stringify({ settings: { theme: 'dark', note: customer.name } }),
  );
  const file = path.join(userData, 'told.zip');
  const { code, said } = await programVerb(userData, desktop.env, `--diagnostics=${file}`);
  expect(code).toBe(0);
  expect(said).toContain('no console answers');
  const files = filesIn(file);
  expect(files.get('self-test.txt')).toContain('no console runs');
  expect(JSON.parse(files.get('settings.json') ?? '')).toEqual({ settings: { theme: 'dark' }, setByIt: [] });
  expect((await programVerb(userData, desktop.env, '--diagnostics')).code).toBe(2);
  rmSync(userData, { recursive: true, force: true });
});

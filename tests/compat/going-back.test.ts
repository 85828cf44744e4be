// Somebody goes back a version: today's console opens the disk that a newer one left, acts upon what it can read, and
// writes the rest again, so that the newer one finds it when it comes back.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import { policy } from '../../contract/policy.ts';
import { rememberedPolicy } from '../../core/settings/remembered.ts';
import { readSettings, writtenSettings } from '../../core/settings/upgrade.ts';
import { dawn } from '../simulation/clock.ts';
import { createCounter, unreachable, type CounterOptions } from '../support/counter.ts';
import { readJournal } from '../support/ledger.ts';
import { backendUrl, recordedBackend } from './record-console.ts';
import { released } from './recorded.ts';

const folder = path.join(projectRoot, 'tests/compat/pretended-newer/console');
const names = ['sessions/current', 'sessions/id-1/session', 'sessions/id-1/journal', 'last-policy'];
const [, , journal = ''] = names;
const diskOfNewer = () =>
  new Map(names.map((name) => [name, readFileSync(path.join(folder, name)) as Uint8Array]));
type Files = ReturnType<typeof diskOfNewer>;

const keyring = { open: async (sealed: Uint8Array) => sealed };
const jsonAt = (files: Files, name: string) => JSON.parse(Buffer.from(files.get(name) ?? '').toString());
const foreignIn = async (files: Files) => [
  ...(await readJournal(files.get(journal) ?? new Uint8Array(), keyring)).ledger.foreign.values(),
];

async function live(files: Files, answer: CounterOptions['answer'] = () => unreachable) {
  const counter = createCounter({
    policy: policy.parse({ backend: { url: backendUrl }, enrolment: { code: 'KITCHEN-7' } }),
    answer,
    files,
  });
  void counter.core.start();
  await counter.pass(5000);
  return counter;
}

const backendOfThen = () => {
  const [first] = released;
  if (first === undefined) throw new Error('No release was recorded.');
  return recordedBackend(first.exchanges, () => dawn);
};

test('every file that is there is opened here', () => {
  const there = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(there).toHaveLength(names.length + 1);
});

test('its shift goes on: nothing is asked anew, nothing rings again, nothing is told as damaged', async () => {
  const { core, asked, toasts, logged } = await live(diskOfNewer());
  const { device, orders, notices } = core.view();
  expect(device).toMatchObject({ name: 'Counter 1' });
  expect(
    orders
      .filter(({ pending }) => pending !== null)
      .map(({ pending }) => pending?.verb)
      .toSorted(),
  ).toEqual(['accept', 'ready']);
  expect(notices).toEqual([]);
  expect(toasts).toEqual([]);
  expect(asked.every(({ path: to }) => to !== '/enrol')).toBe(true);
  expect(logged).not.toContain('journal.repaired');
});

test('what it does not know survives every start, every compaction and every press, and is never sent', async () => {
  const files = diskOfNewer();
  const before = await foreignIn(files);
  expect(before.map(({ slice }) => slice).toSorted()).toEqual(['alerts', 'chat', 'chat', 'inbox', 'outbox']);
  const { core, pass, asked } = await live(files, backendOfThen());
  const shown = core.view().orders.find(({ order }) => order.status === 'ready');
  expect(shown).toBeDefined();
  void core.handle({ kind: 'command', order: shown?.order.id ?? '', verb: 'recall' });
  await pass(3000);
  await core.stop();
  expect(await foreignIn(files)).toEqual(before);
  const again = await live(files, backendOfThen());
  expect(await foreignIn(files)).toEqual(before);
  const keys = [...asked, ...again.asked].map(({ idempotencyKey }) => idempotencyKey);
  expect(keys).toContain('id-2');
  expect(keys).not.toContain('print-1');
});

test('enrolled again for the same restaurant, the session keeps what only a newer version knows', async () => {
  const files = diskOfNewer();
  const [pointer = '', session = ''] = names;
  const before = { session: jsonAt(files, session), pointer: jsonAt(files, pointer) };
  files.set(session, Buffer.from(JSON.stringify({ ...before.session, sealed: null })));
  const { core, asked } = await live(files, backendOfThen());
  expect(asked.filter(({ path: to }) => to === '/enrol')).toHaveLength(1);
  expect(core.view().device).not.toBeNull();
  const { v, enrolledWith, about } = jsonAt(files, session);
  expect({
    v,
    enrolledWith,
    kind: about.kind,
    station: about.device.station,
    protocols: about.pusher.protocols,
  }).toEqual({
    v: 2,
    enrolledWith: { method: 'qr' },
    kind: 'office',
    station: 'grill',
    protocols: [7, 8],
  });
  expect(jsonAt(files, pointer)).toEqual(before.pointer);
});

test('leaving wipes all of it, known or not', async () => {
  const files = diskOfNewer();
  const { core, pass } = await live(files);
  void core.handle({ kind: 'leave', discard: true });
  await pass(3000);
  const left = [...files.keys()].filter((name) => name.startsWith('sessions/'));
  expect(left).toEqual(['sessions/current']);
  expect(Object.keys(jsonAt(files, 'sessions/current')).toSorted()).toEqual(['ended', 'folder']);
});

test('of its settings what is known counts, and all of them are written again', () => {
  const { settings } = JSON.parse(readFileSync(path.join(folder, 'settings.json'), 'utf8'));
  const read = readSettings(settings);
  expect(read).toMatchObject({
    settings: { language: 'de', bell: { volume: 0.5 } },
    lost: ['theme'],
    newer: true,
  });
  expect(writtenSettings(read.settings, settings)).toMatchObject(settings);
});

test('of the policy that it remembered what is known still asks for its care', async () => {
  const bytes = diskOfNewer().get('last-policy') ?? new Uint8Array();
  const disk = { read: async () => ({ ok: true, value: bytes }) };
  expect(await rememberedPolicy(disk as never)).toEqual({ theme: 'dark' });
});

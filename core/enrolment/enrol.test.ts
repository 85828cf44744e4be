import { expect, test } from 'vitest';
import { defaultChannels } from '../../contract/streams.ts';
import { answered, lost, refusal } from '../../tests/support/brain.ts';
import type { BackendAnswer, BackendRequest } from '../ports/backend.ts';
import type { Ports } from '../ports/ports.ts';
import { rows } from '../assembly.ts';
import { readSession } from '../session/session.ts';
import { contextOf } from './context.ts';
import { enrol } from './enrol.ts';

const answer = {
  token: 'a-token-of-twenty-letters',
  leaveTicket: 'a-ticket',
  device: { id: 'd1', name: 'Pass' },
  restaurant: {
    id: 'r1',
    name: 'Noodle House',
    timeZone: 'UTC',
    currency: 'EUR',
    openingHours: null,
    prepMinutes: 20,
    rejectReasons: ['Too busy'],
    autoAccept: [],
    pause: null,
    escalation: { afterSeconds: 180, webhook: null },
    accepting: true,
  },
  pusher: { key: 'k', host: '', port: 443, tls: true },
  channels: defaultChannels,
  streams: ['restaurant:r1'],
};

type Machine = { answer: BackendAnswer; keyring?: boolean; full?: (path: string) => boolean };

function machine({ answer: answersWith, keyring = true, full = () => false }: Machine) {
  const files = new Map<string, Uint8Array>();
  const asked: BackendRequest[] = [];
  const done = { ok: true, value: undefined } as const;
  const write = (path: string, bytes: Uint8Array) => {
    if (full(path)) return { ok: false, failure: { kind: 'full', message: `no room for ${path}` } } as const;
    files.set(path, bytes);
    return done;
  };
  const ports = {
    backend: {
      async exchange(_target: unknown, request: BackendRequest) {
        asked.push(request);
        return answersWith;
      },
    },
    chance: { id: () => 'new-folder', fraction: () => 0.5 },
    log: { warn: () => undefined, info: () => undefined, error: () => undefined },
    secrets: {
      seal: async (plain: Uint8Array) => (keyring ? plain.map((byte) => byte ^ 0x5a) : null),
      open: async (sealed: Uint8Array) => (keyring ? sealed.map((byte) => byte ^ 0x5a) : null),
    },
    disk: {
      read: async (path: string) => {
        const value = files.get(path);
        return value === undefined
          ? { ok: false, failure: { kind: 'missing', message: path } }
          : { ok: true, value };
      },
      replace: async (path: string, bytes: Uint8Array) => write(path, bytes),
      append: async (path: string, bytes: Uint8Array) => write(path, bytes),
      truncate: async () => done,
      list: async (folder: string) => {
        const below = [...files.keys()].filter((name) => name.startsWith(`${folder}/`));
        const value = [...new Set(below.map((name) => name.slice(folder.length + 1).split('/')[0] ?? ''))];
        return { ok: true, value };
      },
      remove: async (path: string) => {
        for (const name of files.keys()) if (name === path || name.startsWith(`${path}/`)) files.delete(name);
        return done;
      },
    },
  } as unknown as Ports;
  const request = { url: 'https://b.example', fingerprint: null, code: 'KITCHEN-1', deviceName: 'Pass' };
  const told: string[] = [];
  const context = contextOf(ports, { policy: { kind: 'none' }, machineName: 'Till' }, rows, {
    state: () => ({ session: null, enrolment: { kind: 'unknown' }, person: null }),
    dispatch: async (input) => void told.push(input.kind === 'notice' ? input.code : input.kind),
    enter: async (_journal, { session }) => void told.push(`entered ${session.folder}`),
  });
  context.installId = 'install-1';
  return {
    files,
    asked,
    ports,
    told,
    enrol: () => enrol(context, request),
  };
}

test('a code that is taken: the session is on the disk before it counts, its token sealed', async () => {
  const { ports, files, asked, told, enrol: enrolNow } = machine({ answer: answered(201, answer) });
  files.set('sessions/old/journal', new Uint8Array(3));
  expect(await enrolNow()).toEqual({ ok: true });
  expect(told).toEqual(['entered new-folder']);
  expect(asked).toMatchObject([
    { path: '/enrol', token: null, body: { code: 'KITCHEN-1', installId: 'install-1', deviceName: 'Pass' } },
  ]);
  expect(await readSession(ports.disk, ports.secrets)).toMatchObject({
    kind: 'whole',
    session: { token: answer.token, leaveTicket: 'a-ticket', restaurantId: 'r1' },
  });
  const onDisk = [...files].map(([name, bytes]) => `${name} ${new TextDecoder().decode(bytes)}`).join('\n');
  expect(onDisk).not.toContain(answer.token);
  expect(onDisk).not.toContain('KITCHEN-1');
  expect([...files.keys()].filter((name) => name.startsWith('sessions/old'))).toEqual([]);
});

test('without a keyring it enrols for as long as this process lives, and says so', async () => {
  const { files, told, enrol: enrolNow } = machine({ answer: answered(200, answer), keyring: false });
  expect(await enrolNow()).toEqual({ ok: true });
  expect(told).toEqual(['entered new-folder', 'secrets-unavailable']);
  const onDisk = [...files.values()].map((bytes) => new TextDecoder().decode(bytes)).join('\n');
  expect(onDisk).not.toContain(answer.token);
});

test.each([
  ['an unknown code', refusal(404, 'code-unknown', 'Nobody made this code.'), true, 'Nobody made this code.'],
  ['a used code', refusal(409, 'code-used-up', 'It was used already.'), true, 'It was used already.'],
  [
    'an expired code',
    refusal(410, 'code-expired', 'It was good until noon.'),
    true,
    'It was good until noon.',
  ],
  ['too many tries', refusal(429, 'throttled', 'Wait a minute.'), false, 'Wait a minute.'],
  ['a slow backend', refusal(408, 'slow', 'Took too long.'), false, 'Took too long.'],
  [
    'a filter',
    answered(403, { blocked: true }),
    false,
    'https://b.example did not answer: 403 from somebody who is not the order system',
  ],
  ['a broken backend', answered(500, 'oops'), false, 'https://b.example answered 500 to the enrolment.'],
  ['no answer', lost(), false, 'https://b.example did not answer: no answer in time'],
] as const)(
  '%s: told in a sentence, and whether the same code is worth another try',
  async (_what, came, final, message) => {
    const { files, enrol: enrolNow } = machine({ answer: came });
    expect(await enrolNow()).toEqual({ ok: false, final, message });
    expect(files.size).toBe(0);
  },
);

test.each([
  ['a page of something else', '<html>', /is not a backend this console understands/],
  ['an answer that lacks its streams', { ...answer, streams: [] }, /understands: streams /],
  ['an answer that lacks its token', { ...answer, token: undefined }, /understands: token /],
])('%s is no enrolment, and the message names what is wrong', async (_what, body, message) => {
  const { files, enrol: enrolNow } = machine({ answer: answered(200, body) });
  expect(await enrolNow()).toMatchObject({
    ok: false,
    final: false,
    message: expect.stringMatching(message),
  });
  expect(files.size).toBe(0);
});

test.each(['sessions/new-folder/session', 'sessions/current'])(
  'a disk without room for %s: not enrolled, and it says that it is the disk',
  async (path) => {
    const { enrol: enrolNow } = machine({
      answer: answered(200, answer),
      full: (name) => name === path,
    });
    const message = expect.stringMatching(/could not be written to this computer's disk: no room for/);
    expect(await enrolNow()).toMatchObject({ ok: false, final: false, message });
  },
);

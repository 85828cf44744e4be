// Names, telephone numbers, tokens, PINs and addresses are planted wherever a text can come from, and none is in a file.
import { expect, test } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import type { View } from '../../contract/view.ts';
import { bundle, lastLook, type Gathered } from './bundle.ts';
import { checkIds, checks } from './checks.ts';
import { personalIn } from './personal.ts';

const planted = {
  name: 'Zaphod Beeblebrox',
  arabic: 'زافود',
  phone: '+49 171 5550199',
  phoneInGroups: '030 12 34 56 78',
  token: 'cbd_Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4OTAxMjM0NTY3ODk',
  password: 'hunter2-correct-horse',
  pin: '739152',
  code: '7KQM-2WXY-3BCD-4EFG',
  address: 'Hauptstraße 42, 10115 Entenhausen',
  mail: 'zaphod@heartofgold.example',
  url: 'https://zaphod:hunter2@heartofgold.example/orders?token=739152',
  note: 'Klingel bei Beeblebrox, Hinterhaus',
} as const;
const all = Object.values(planted);
/** The telling words of them as well. */
const words = [
  'zaphod',
  'beeblebrox',
  'زافود',
  '5550199',
  'zm9vYmFy',
  'hunter2',
  '739152',
  '7KQM',
  'entenhausen',
  'heartofgold',
  'klingel',
  '10115',
];
const everything = all.join(' | ');

function expectNothing(text: string): void {
  const lower = text.toLowerCase();
  for (const one of [...all, ...words]) expect(lower).not.toContain(one.toLowerCase());
}

const logLine = (fields: Record<string, unknown>) =>
  JSON.stringify({ at: '2026-11-29T03:15:00.000Z', level: 'warn', event: 'backend.failed', ...fields });

const noPause = () => Promise.resolve();

const gathered = (more: Partial<Gathered> = {}): Gathered => ({
  at: '2026-11-29T03:15:00.000Z',
  versions: { counterbell: '0.4.0', electron: '45.0.0', platform: 'linux-x64', system: everything },
  logs: [
    {
      name: 'counterbell.log',
      text: [
        logLine({ message: 'connect ECONNREFUSED 127.0.0.1:4180' }),
        ...all.map((one) => logLine({ message: `refused for ${one}: not found` })),
        ...[
          'cause',
          'why',
          'what',
          'reason',
          'path',
          'folder',
          'source',
          'told',
          'keys',
          'where',
          'event',
          'at',
          'level',
          'channel',
          'name',
          'kind',
        ].map((field) => logLine({ [field]: everything })),
        ...['number', 'customer', 'pin', 'token', 'phone', 'person', 'device'].map((field) =>
          logLine({ [field]: everything }),
        ),
        logLine({ pin: 739152, number: 739152, inner: { name: planted.name } }),
        everything,
        `{"message":"${planted.name}`,
      ].join('\n'),
    },
    {
      name: 'health.log',
      text: `${JSON.stringify({ at: '2026-11-29T03:15:00.000Z', word: 'offline', cause: `backend: ${everything}` })}\n`,
    },
  ],
  settings: { ...defaultSettings, note: everything, theme: 'dark', language: planted.name },
  locked: ['theme', planted.name],
  policy: {
    kind: 'valid',
    source: `/home/${planted.name}/policy.json`,
    policy: {
      backend: { url: 'https://orders.example/zaphod', fingerprint: planted.token },
      proxy: { url: 'http://zaphod:hunter2@proxy.example:3128', except: ['heartofgold.example'] },
      enrolment: { code: planted.code, deviceName: planted.name },
      settings: { theme: 'dark' },
    },
  },
  selfTest: {
    at: '2026-11-29T03:15:00.000Z',
    checks: checkIds.map((id) => ({
      id,
      title: planted.name,
      verdict: 'fail',
      ms: 3,
      what: everything,
      why: everything,
      todo: everything,
    })),
  },
  hosts: new Set(['orders.example', 'proxy.example']),
  personal: new Set(),
  ...more,
});

test('nothing that was planted is in any file, although nobody knew what it is', async () => {
  const files = await bundle(gathered(), noPause);
  expect(files.map(({ name }) => name)).toEqual([
    'README.txt',
    'versions.json',
    'self-test.txt',
    'self-test.json',
    'settings.json',
    'policy.json',
    'logs/counterbell.log',
    'logs/health.log',
  ]);
  for (const { name, text } of files) expectNothing(`${name} ${text}`);
});

test('what helps whoever looks for a fault is in them', async () => {
  const files = new Map((await bundle(gathered(), noPause)).map(({ name, text }) => [name, text]));
  const lines = (files.get('logs/counterbell.log') ?? '').trim().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    at: '2026-11-29T03:15:00.000Z',
    level: 'warn',
    event: 'backend.failed',
    message: 'connect ECONNREFUSED 127.0.0.1:4180',
  });
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ linesLeftOut: 2 });
  expect(JSON.parse(files.get('logs/health.log') ?? '')).toMatchObject({ word: 'offline' });
  expect(JSON.parse(files.get('settings.json') ?? '')).toMatchObject({
    settings: { theme: 'dark' },
    setByIt: ['theme'],
  });
  expect(JSON.parse(files.get('settings.json') ?? '')).not.toHaveProperty('settings.language');
  expect(JSON.parse(files.get('policy.json') ?? '')).toMatchObject({
    backend: 'https://orders.example',
    proxy: 'http://proxy.example:3128',
    enrolsByCode: true,
    settings: ['theme'],
  });
  expect(files.get('self-test.txt')).toContain(`FAIL ${checks.tcp.title}`);
});

test('the last look takes out what is known here, wherever it came through', () => {
  const view = {
    orders: [
      {
        order: {
          customer: { name: planted.name, phone: planted.phone },
          note: planted.note,
          items: [{ name: 'Margherita', note: 'für Entenhausen' }],
        },
      },
    ],
    chats: [{ messages: [{ text: 'Bin gleich da, Zaphod', at: '2026-11-29T03:15:00.000Z' }] }],
    inbox: null,
    announcements: [],
    person: { name: 'زافود' },
  } as unknown as View;
  const personal = personalIn(view, [planted.token, planted.pin, null, '']);
  const text = `${planted.name} ${planted.phone} ${planted.note} ENTENHAUSEN زافود ${planted.token} ${planted.pin} live`;
  const left = lastLook(personal)(text);
  for (const one of [
    'zaphod',
    'beeblebrox',
    '5550199',
    'klingel',
    'entenhausen',
    'زافود',
    planted.token,
    planted.pin,
  ])
    expect(left.toLowerCase()).not.toContain(one.toLowerCase());
  expect(left).toContain('live');
  // A name that is a word of the program's own says nothing of anybody, and would take the words out of the rest.
  expect(personalIn({ ...view, person: { name: 'Live Status' } } as unknown as View, []).has('Live')).toBe(
    false,
  );
});

test('between every two goes at a long log others have their turn', async () => {
  let pauses = 0;
  const text = `${logLine({ message: 'not found' })}\n`.repeat(1000);
  const files = await bundle(gathered({ logs: [{ name: 'counterbell.log', text }] }), async () => {
    pauses += 1;
  });
  expect(files.at(-1)?.text.trim().split('\n')).toHaveLength(1000);
  expect(pauses).toBe(5);
});

test('tokens, codes and addresses of mail are known by their looks', () => {
  const left = lastLook(new Set())(`${planted.token} ${planted.code} ${planted.mail} Bearer abcdefgh123`);
  expect(left).toBe('… … … …');
});

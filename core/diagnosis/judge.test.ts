// What each check makes of what was found: as a table, so that a reader sees which finding is which verdict.
import { expect, test } from 'vitest';
import { ourProtocol, writeProtocol } from '../../contract/protocol.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { checkIds, checks } from './checks.ts';
import type { CheckId, Findings } from './findings.ts';
import type { Verdict } from './judgement.ts';

const answered = (status: number, body: unknown = {}): BackendAnswer => ({
  kind: 'answer',
  status,
  body,
  retryAfterMs: null,
});
const lost = (why: 'network' | 'unreadable' | 'login-page'): BackendAnswer => ({
  kind: 'failure',
  why,
  sent: true,
  message: 'gone',
});
const gib = 1024 ** 3;
const disk = { folder: '/data', freeBytes: 20 * gib, unwritable: null, writesMs: [1, 2] };
const policy = { kind: 'valid', source: '/etc/p.json', why: null, unknown: [], owner: null } as const;
const tls = { host: 'a', ms: 5, error: null, pinned: false, loginPage: false };
const certificate = (days: number) => ({ issuer: 'CA', now: 0, validTo: days * 86_400_000 });
const ours = writeProtocol(ourProtocol);
const event = { kind: 'sent', heardMs: 50, appliedMs: 60, waitedMs: 8000, console: true } as const;

type Case = { [Id in CheckId]: [Id, Verdict, string, Findings[Id]] }[CheckId];
const cases: Case[] = [
  ['version', 'ok', '1.2.3', { version: '1.2.3', runtime: '45', platform: 'linux' }],
  ['console', 'ok', 'live', { kind: 'answers', status: 'live', since: 'now', broken: [] }],
  ['console', 'ok', 'checked', { kind: 'answers', status: 'checked', since: 'now', broken: [] }],
  [
    'console',
    'warn',
    'not read everything',
    { kind: 'answers', status: 'starting', since: 'now', broken: [] },
  ],
  [
    'console',
    'fail',
    'later than they could',
    { kind: 'answers', status: 'polling', since: 'now', broken: [] },
  ],
  [
    'console',
    'fail',
    'backend: refused',
    { kind: 'answers', status: 'offline', since: 'now', broken: [{ part: 'backend', cause: 'refused' }] },
  ],
  ['console', 'warn', 'no console runs', { kind: 'nobody' }],
  ['console', 'fail', 'does not answer', { kind: 'silent' }],
  ['policy', 'ok', 'none', { ...policy, kind: 'none', source: null }],
  ['policy', 'ok', 'root', { ...policy, owner: { user: 'root', administrator: true } }],
  ['policy', 'warn', 'not an administrator', { ...policy, owner: { user: 'ada', administrator: false } }],
  ['policy', 'warn', 'colour', { ...policy, unknown: ['colour'] }],
  ['policy', 'fail', 'not JSON', { ...policy, kind: 'refused', why: 'not JSON' }],
  ['order-system', 'ok', 'https://a', { url: 'https://a', enrolled: true, why: null }],
  ['order-system', 'fail', 'the policy names', { url: 'https://a', enrolled: false, why: null }],
  ['order-system', 'fail', 'Enrol it', { url: null, enrolled: false, why: null }],
  ['proxy', 'ok', 'directly', { source: 'system', ways: ['DIRECT'], unknown: [] }],
  ['proxy', 'ok', 'PROXY p:1 (from policy)', { source: 'policy', ways: ['PROXY p:1'], unknown: [] }],
  ['proxy', 'fail', 'SOCKS4', { source: 'system', ways: [], unknown: ['SOCKS4 p:1'] }],
  ['dns', 'ok', '10.0.0.1', { host: 'a', addresses: ['10.0.0.1'], error: null, ms: 1 }],
  ['dns', 'fail', 'ENOTFOUND', { host: 'a', addresses: [], error: 'ENOTFOUND', ms: 1 }],
  ['tcp', 'ok', 'a:1', { host: 'a', port: 1, proxy: false, error: null, ms: 1 }],
  ['tcp', 'fail', 'through the proxy', { host: 'a', port: 1, proxy: true, error: 'refused', ms: 1 }],
  ['tls', 'ok', 'by CA', { ...tls, certificate: certificate(90) }],
  ['tls', 'ok', 'pinned', { ...tls, pinned: true, certificate: certificate(-1) }],
  ['tls', 'warn', 'renewed', { ...tls, certificate: certificate(13) }],
  ['tls', 'fail', 'trust store', { ...tls, error: 'self-signed', certificate: null }],
  [
    'tls',
    'fail',
    'log in to the network',
    { ...tls, error: 'self-signed', certificate: null, loginPage: true },
  ],
  ['tls', 'fail', 'enrol with a new code', { ...tls, pinned: true, error: 'another', certificate: null }],
  ['http', 'ok', '200', { answer: answered(200), path: '/healthz', ms: 1 }],
  ['http', 'fail', '503', { answer: answered(503), path: '/healthz', ms: 1 }],
  ['http', 'fail', 'log in to the network', { answer: lost('login-page'), path: '/healthz', ms: 1 }],
  [
    'http',
    'fail',
    'the address of the order system',
    { answer: lost('unreadable'), path: '/healthz', ms: 1 },
  ],
  ['http', 'fail', 'order system runs', { answer: lost('network'), path: '/healthz', ms: 1 }],
  ['protocol', 'ok', ours, { ours, header: ours, speaks: true }],
  ['protocol', 'ok', 'own words', { ours, header: null, speaks: false }],
  ['protocol', 'fail', 'Update Counterbell', { ours, header: '9;oldest=9', speaks: true }],
  ['protocol', 'warn', 'proxy', { ours, header: '2, 3', speaks: true }],
  ['sign-in', 'ok', 'knows', { answer: answered(200), ms: 1 }],
  ['sign-in', 'fail', 'Enrol it again', { answer: answered(401), ms: 1 }],
  ['sign-in', 'fail', '500', { answer: answered(500), ms: 1 }],
  ['sign-in', 'fail', 'gone', { answer: lost('network'), ms: 1 }],
  ['pusher-connect', 'ok', 'ws://a', { address: 'ws://a', error: null, ms: 1 }],
  ['pusher-connect', 'fail', 'no key', { address: 'ws://a', error: 'no key', ms: 1 }],
  ['pusher-subscribe', 'ok', 'private-a', { channel: 'private-a', error: null, authorized: true, ms: 1 }],
  ['pusher-subscribe', 'fail', 'Pusher app', { channel: 'a', error: 'bad', authorized: true, ms: 1 }],
  ['pusher-subscribe', 'fail', 'not authorized', { channel: 'a', error: 'no', authorized: false, ms: 1 }],
  ['test-event', 'ok', 'read by the console after 60 ms', event],
  ['test-event', 'ok', 'heard over Pusher after 50 ms', { ...event, console: false, appliedMs: null }],
  ['test-event', 'fail', 'not read by the console', { ...event, appliedMs: null }],
  ['test-event', 'fail', 'not heard', { ...event, heardMs: null }],
  ['test-event', 'fail', 'none was sent: 500', { kind: 'refused', answer: answered(500) }],
  ['clock', 'ok', '1.0 s ahead', { offMs: 1000, timeZone: 'UTC' }],
  ['clock', 'ok', 'does not tell', { offMs: null, timeZone: 'UTC' }],
  ['clock', 'warn', 'behind', { offMs: -6000, timeZone: 'UTC' }],
  ['clock', 'fail', 'network', { offMs: 121_000, timeZone: 'UTC' }],
  ['notifications', 'ok', 'dunst 1', { outcome: { kind: 'shown' }, server: 'dunst 1', ms: 3 }],
  ['notifications', 'warn', 'come late', { outcome: { kind: 'shown' }, server: 'dunst 1', ms: 1500 }],
  [
    'notifications',
    'warn',
    'start one',
    { outcome: { kind: 'failed', reason: 'nobody', remedy: 'start one' }, server: null, ms: 3 },
  ],
  [
    'notifications',
    'warn',
    'restart it',
    { outcome: { kind: 'unanswered', remedy: 'restart it' }, server: null, ms: 3 },
  ],
  ['sound', 'ok', 'without being heard', { rung: { kind: 'played', away: false }, aloud: false }],
  ['sound', 'ok', 'aloud', { rung: { kind: 'played', away: false }, aloud: true }],
  ['sound', 'warn', 'chosen', { rung: { kind: 'played', away: true }, aloud: true }],
  ['sound', 'ok', 'meanwhile', { rung: { kind: 'cut-off' }, aloud: true }],
  ...(['no-device', 'failed', 'muted', 'no-page'] as const).map((why): Case => [
    'sound',
    'fail',
    'not heard',
    { rung: { kind: 'unheard', why }, aloud: false },
  ]),
  ['tray', 'ok', 'tray icons', { there: true }],
  ['tray', 'warn', 'AppIndicator', { there: false }],
  ['disk', 'ok', '20 GiB', disk],
  ['disk', 'warn', 'Make room', { ...disk, freeBytes: 0.3 * gib }],
  ['disk', 'fail', 'Soon', { ...disk, freeBytes: 0.01 * gib }],
  ['disk', 'warn', 'ring late', { ...disk, writesMs: [1, 101] }],
  ['disk', 'fail', 'written down', { ...disk, writesMs: [1001] }],
  ['disk', 'fail', 'EROFS', { ...disk, unwritable: 'EROFS' }],
  ['autostart', 'ok', 'as it is set', { on: true, wanted: true }],
  ['autostart', 'ok', 'not started at login', { on: false, wanted: null }],
  ['autostart', 'warn', 'although it is switched on', { on: false, wanted: true }],
  ['autostart', 'warn', 'although it is switched off', { on: true, wanted: false }],
  ['watcher', 'ok', 'starts the console again', { kind: 'watched' }],
  ['watcher', 'warn', 'counterbell-watch', { kind: 'not-started-by-it' }],
  ['watcher', 'warn', 'no watcher', { kind: 'not-watched' }],
  ['watcher', 'skipped', 'source', { kind: 'from-source' }],
  ['watcher', 'skipped', 'launch agent', { kind: 'the-system' }],
  ['keyring', 'ok', 'gnome', { durable: true, backend: 'gnome_libsecret' }],
  ['keyring', 'warn', 'Install a keyring', { durable: false, backend: 'basic_text' }],
];

test.each(cases)('%s is %s: %s', (id, verdict, words, found) => {
  const judged = (checks[id].judge as (found: unknown) => ReturnType<(typeof checks)['sound']['judge']>)(
    found,
  );
  expect(judged.verdict).toBe(verdict);
  expect(Object.values(judged).join(' ')).toContain(words);
  // What is wrong says what it means and what to do about it.
  if (verdict === 'warn' || verdict === 'fail') {
    expect(judged.why).not.toBe('');
    expect(judged.todo).not.toBe('');
  }
});

test('each check is tried above', () => {
  expect(new Set(cases.map(([id]) => id))).toEqual(new Set(checkIds));
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fits, type Fit } from '../../contract/protocol.ts';
import { statusWords } from '../../contract/view.ts';
import { existingBackend } from '../../contract/existing-backend.ts';
import { iso, ledgerOf, noon, orderNo, session, stream } from '../../tests/support/brain.ts';
import { begin, initialState, type State } from '../assembly.ts';
import { newLink } from '../link/turn.ts';
import type { Enrolment } from '../session/turn.ts';
import { newBeat, newFlow } from '../streams/turn.ts';
import { tellStatus } from './status.ts';
import { type Change, applyChanges, orderUnreadable } from '../../tests/support/ledger.ts';

const existing = existingBackend.parse({
  restaurant: { id: 'r1', name: 'Noodle House', currency: 'EUR' },
  token: 'let-me-in',
  list: { path: '/orders' },
  ready: { method: 'PUT', path: '/orders/:id' },
  authorize: { path: '/auth', style: 'form' },
  pusher: { key: 'k', host: '', port: 6001, tls: false },
  channel: 'private-orders',
});

/** One line of the table: what is known of each part, and how long ago the backend last answered for. */
type Parts = {
  session: 'none' | 'own' | 'existing';
  /** An open order of it cannot be read. */
  unreadable: boolean;
  fit: Fit;
  enrolment: Enrolment['kind'] | 'revoked';
  signIn: boolean | null;
  backend: boolean | null;
  link: State['link']['phase'];
  /** Subscribed on this very socket. */
  heard: boolean;
  /** Read to its end since then. */
  joined: boolean;
  behind: boolean;
  coveredAgo: number | null;
  answeredAgo: number | null;
  startedAgo: number;
  skewMs: number;
};
const well: Parts = {
  session: 'own',
  unreadable: false,
  fit: 'together',
  enrolment: 'enrolled',
  signIn: true,
  backend: true,
  link: 'up',
  heard: true,
  joined: true,
  behind: false,
  coveredAgo: 3000,
  answeredAgo: 3000,
  startedAgo: 600_000,
  skewMs: 0,
};
const mono = 1_000_000;

function enrolmentOf(kind: Parts['enrolment']): Enrolment {
  if (kind === 'revoked') return { kind: 'ended', how: 'revoked' };
  if (kind === 'ended') return { kind, how: 'left' };
  if (kind === 'none') return { kind, notBefore: 0, failures: 0, again: null };
  if (kind === 'enrolled') return { kind, unproven: null };
  return kind === 'enrolling' ? { kind, failures: 0, again: null } : { kind };
}

const unreadable: Change = orderUnreadable({
  id: 'x',
  number: 'x',
  status: null,
  placedAt: null,
  ringAt: null,
  snoozedUntil: null,
  seenAt: iso(noon),
});

function told(parts: Parts) {
  const ago = (ms: number | null) => (ms === null ? null : mono - ms);
  const whose = { ...session, existing: parts.session === 'existing' ? existing : null };
  const state: State = {
    ...initialState(null, { wall: noon, mono }),
    session: parts.session === 'none' ? null : whose,
    enrolment: enrolmentOf(parts.enrolment),
    ledger: parts.unreadable ? applyChanges(ledgerOf(orderNo(1)), [unreadable]) : ledgerOf(orderNo(1)),
    facts: {
      backend: parts.backend === null ? null : { works: parts.backend, cause: null, reached: true },
      signIn: parts.signIn === null ? null : { works: parts.signIn, cause: null },
    },
    fit: parts.fit,
    link: { ...newLink, phase: parts.link, heard: new Set(parts.heard ? [stream] : []) },
    flows: new Map([
      [stream, { ...newFlow, joined: parts.joined, want: parts.behind ? 'events' : null, knownSeq: 4 }],
    ]),
    beat: { ...newBeat, coveredAt: ago(parts.coveredAgo), answeredAt: ago(parts.answeredAgo) },
    startedAt: mono - parts.startedAgo,
    skewMs: parts.skewMs,
  };
  const turn = begin(state, { wall: noon, mono }, { fraction: () => 0.5, id: () => 'id' });
  tellStatus(turn);
  return { ...turn.state.status, wake: turn.wake };
}

const table: [string, Partial<Parts>, (typeof statusWords)[number]][] = [
  ['all is well', {}, 'live'],
  ['an open order cannot be read', { unreadable: true }, 'needs-update'],
  ['an open order cannot be read, and it is slow', { unreadable: true, heard: false }, 'polling'],
  ['an order of a list cannot be read', { unreadable: true, session: 'existing' }, 'needs-update'],
  ['this console is too old', { fit: 'console-too-old' }, 'needs-update'],
  ['the backend is too old', { fit: 'backend-too-old' }, 'needs-update'],
  ['the backend is too old, and away', { fit: 'backend-too-old', backend: false }, 'offline'],
  ['Pusher is away', { link: 'down', heard: false, joined: false }, 'polling'],
  ['Pusher is being connected', { link: 'connecting', heard: false }, 'polling'],
  ['one channel is not subscribed', { heard: false }, 'polling'],
  ['what came before the subscription is not read', { joined: false }, 'polling'],
  ['the last answer covers 13.9 s ago', { coveredAgo: 13_900 }, 'live'],
  [
    'the last answer covers 14 s ago, and nothing came since',
    { coveredAgo: 14_000, answeredAgo: 14_000 },
    'offline',
  ],
  ['it answers, and what it has is not here', { coveredAgo: 20_000, answeredAgo: 2000 }, 'catching-up'],
  ['it answered once, and never yet was all here', { coveredAgo: null, answeredAgo: 2000 }, 'catching-up'],
  ['it fails, whatever the last answer said', { backend: false }, 'offline'],
  ['it fails, and Pusher with it', { backend: false, link: 'down', heard: false }, 'offline'],
  ['it fails while there is something to catch up', { backend: false, coveredAgo: 20_000 }, 'offline'],
  ['the clock is wrong by more than two minutes', { skewMs: 120_001 }, 'clock-wrong'],
  ['the clock runs behind as much', { skewMs: -120_001 }, 'clock-wrong'],
  ['the clock is wrong by two minutes', { skewMs: 120_000 }, 'live'],
  ['nobody answers, and the clock is wrong', { backend: false, skewMs: 900_000 }, 'offline'],
  [
    'nothing was heard yet',
    { coveredAgo: null, answeredAgo: null, backend: null, startedAgo: 9999 },
    'starting',
  ],
  [
    'nothing was heard for 10 s',
    { coveredAgo: null, answeredAgo: null, backend: null, startedAgo: 10_000 },
    'offline',
  ],
  [
    'it is being read for the first time',
    { coveredAgo: null, answeredAgo: null, startedAgo: 5000, behind: true },
    'catching-up',
  ],
  ['this device is not known any more', { signIn: false }, 'signed-out'],
  [
    'this device is not known, and nothing else works',
    { signIn: false, backend: false, coveredAgo: null },
    'signed-out',
  ],
  ['the backend made it leave', { session: 'none', enrolment: 'revoked' }, 'signed-out'],
  ['people made it leave', { session: 'none', enrolment: 'ended' }, 'not-enrolled'],
  ['nobody enrolled it', { session: 'none', enrolment: 'none' }, 'not-enrolled'],
  ['it is just enrolling', { session: 'none', enrolment: 'enrolling' }, 'not-enrolled'],
  ['the disk is being read', { session: 'none', enrolment: 'unknown' }, 'starting'],
  ['a backend without a log was read', { session: 'existing' }, 'checked'],
  [
    'a backend without a log was read 8 s ago and now fails',
    { session: 'existing', backend: false, coveredAgo: 8000 },
    'checked',
  ],
  [
    'a backend without a log was read too long ago',
    { session: 'existing', backend: false, coveredAgo: 14_000 },
    'offline',
  ],
];
test.each(table)('%s', (_what, over, word) => {
  expect(told({ ...well, ...over }).word).toBe(word);
});

test('every word can be said', () => {
  expect(new Set(table.map(([, , word]) => word))).toEqual(new Set(statusWords));
});

test('each word comes with what its sentence needs', () => {
  expect(told({ ...well, coveredAgo: 20_000, answeredAgo: 2000 }).missing).toBe(3);
  const checked = told({ ...well, session: 'existing', coveredAgo: 8000 });
  expect(checked.caughtUpAt).toBe(iso(noon - 8000));
  const offline = told({ ...well, backend: false });
  expect(offline).toMatchObject({ since: iso(noon), caughtUpAt: iso(noon - 3000), caughtUpTo: 1 });
  const clock = told({ ...well, skewMs: 300_000 }).parts.find(({ part }) => part === 'clock');
  expect(clock).toMatchObject({ works: false, cause: "this computer's clock is 300 s behind" });
});

const span = fc.option(fc.integer({ min: 0, max: 30_000 }), { nil: null });
const anyParts: fc.Arbitrary<Parts> = fc.record({
  session: fc.constantFrom('none', 'own', 'own', 'own', 'existing'),
  fit: fc.constantFrom('together', 'together', 'unknown', ...fits),
  unreadable: fc.constantFrom(false, false, false, true),
  enrolment: fc.constantFrom(
    'unknown',
    'none',
    'enrolling',
    'enrolled',
    'enrolled',
    'enrolled',
    'ended',
    'revoked',
  ),
  signIn: fc.constantFrom(true, true, true, false, null),
  backend: fc.constantFrom(true, true, true, false, null),
  link: fc.constantFrom('none', 'down', 'connecting', 'up', 'up', 'up'),
  heard: fc.constantFrom(true, true, false),
  joined: fc.constantFrom(true, true, false),
  behind: fc.boolean(),
  coveredAgo: span,
  answeredAgo: span,
  startedAgo: fc.integer({ min: 0, max: 30_000 }),
  skewMs: fc.constantFrom(0, 0, 90_000, -90_000, 500_000, -500_000),
});

test('"live" is said only where everything that makes it true is, and is looked at again before it stops being true', () => {
  let lives = 0;
  fc.assert(
    fc.property(anyParts, (parts) => {
      const { word, wake } = told(parts);
      if (word !== 'live') return;
      lives += 1;
      expect(parts).toMatchObject({
        unreadable: false,
        session: 'own',
        link: 'up',
        heard: true,
        joined: true,
      });
      expect(['together', 'unknown']).toContain(parts.fit);
      expect(parts.signIn).not.toBe(false);
      expect(parts.backend).not.toBe(false);
      expect(parts.enrolment).not.toBe('revoked');
      expect(Math.abs(parts.skewMs)).toBeLessThanOrEqual(120_000);
      expect(parts.coveredAgo).not.toBeNull();
      expect(parts.coveredAgo ?? 0).toBeLessThan(15_000);
      expect(wake + (parts.coveredAgo ?? 0) - mono).toBeLessThan(15_000);
    }),
    { numRuns: 1000 },
  );
  expect(lives, 'the property said something').toBeGreaterThan(0);
});

/** A console that has become live. */

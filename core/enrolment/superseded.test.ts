import { expect, test } from 'vitest';
import { policy, type Policy } from '../../contract/policy.ts';
import { createCounter } from '../../tests/support/counter.ts';
import {
  answered,
  createBrain,
  iso,
  ledgerOf,
  lost,
  noon,
  refusal,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { enrolmentAt } from '../../tests/support/enrolment.ts';
import { dawn } from '../../tests/simulation/clock.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';

const wanted = { url: 'https://backend.example', fingerprint: 'AB:CD', code: 'TYPED-IN', deviceName: '' };
const away = refusal(401, 'device-revoked', 'This device was signed out.');
const beat = answered(200, { now: iso(noon), heads: {} });

const enrolled = (brain: Brain) =>
  brain.tell({ kind: 'entered', session, ledger: ledgerOf(), restaurant: null, request: wanted });
const hears = (brain: Brain, answer: BackendAnswer) => brain.answer(brain.open('beat').at(-1), answer);
const link = (brain: Brain, signal: RealtimeSignal) =>
  brain.tell({ kind: 'realtime', session: session.folder, signal });
const enrolments = (brain: Brain) => brain.effects().filter((effect) => effect.do === 'enrol');

function justEnrolled(state: { policy?: Policy } = {}): Brain {
  const brain = createBrain({ state });
  enrolled(brain);
  brain.effects();
  return brain;
}

test('a token that never worked was superseded: nobody is told of an end, and it enrols again with the same wanted', () => {
  const brain = justEnrolled();
  hears(brain, away);
  const effects = brain.effects();
  expect(effects).toContainEqual({ do: 'leave-behind', session });
  expect(effects).toContainEqual({ do: 'drop-connections' });
  expect(effects.map((effect) => effect.do)).not.toContain('wipe');
  expect(brain.state()).toMatchObject({ session: null, notices: [], status: { word: 'not-enrolled' } });
  brain.pass(1000);
  expect(enrolments(brain)).toEqual([]);
  brain.pass(60_000);
  expect(enrolments(brain)).toEqual([{ do: 'enrol', ...wanted }]);
});

test.each<[string, (brain: Brain) => unknown]>([
  ['a beat', (brain) => hears(brain, beat)],
  ['a refusal that names another reason', (brain) => hears(brain, refusal(403, 'forbidden', 'No.'))],
  ['a sign-in at Pusher', (brain) => link(brain, { kind: 'signed-in' })],
  ['a private channel', (brain) => link(brain, { kind: 'subscribed', channel: 'private-restaurant-r1' })],
  [
    'somebody who stepped in',
    (brain) => {
      const person = { id: 'u1', name: 'Ana', role: 'counter' } as const;
      brain.tell({ kind: 'stepped-in', session: session.folder, person, token: 't', streams: [] });
    },
  ],
])('accepted once, as %s shows, and then sent away: that is meant, and it stays away', (_what, accept) => {
  const brain = justEnrolled({ policy: { backend: { url: wanted.url }, enrolment: { code: 'KITCHEN-1' } } });
  accept(brain);
  brain.pass(11_000);
  brain.effects();
  hears(brain, away);
  expect(brain.effects()).toContainEqual({ do: 'wipe', how: 'revoked', session });
  brain.pass(600_000);
  expect(enrolments(brain)).toEqual([]);
  expect(brain.state().status.word).toBe('signed-out');
});

test.each<[string, (brain: Brain) => unknown]>([
  ['no answer', (brain) => hears(brain, lost())],
  ['a backend in trouble', (brain) => hears(brain, answered(503))],
  ['a backend that knows nobody just now', (brain) => hears(brain, refusal(401, 'not-signed-in', 'Who?'))],
  ['a channel for everybody', (brain) => link(brain, { kind: 'subscribed', channel: 'global' })],
])('%s does not show that a token works', (_what, happen) => {
  const brain = justEnrolled();
  happen(brain);
  brain.pass(11_000);
  hears(brain, away);
  brain.pass(60_000);
  expect(enrolments(brain)).toHaveLength(1);
});

test('superseded again and again it tries ever more rarely, but always within 40 s', () => {
  const brain = justEnrolled();
  const pauses: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    hears(brain, away);
    const since = brain.now().mono;
    for (let i = 0; i < 100 && enrolments(brain).length === 0; i += 1) brain.pass(500);
    pauses.push(brain.now().mono - since);
    enrolled(brain);
  }
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses[0]).toBeLessThan(5000);
  expect(pauses.at(-1)).toBeGreaterThan(20_000);
  expect(pauses.at(-1)).toBeLessThan(40_000);
});

test('a code that was typed in is tried as long as nobody answers, and no more once it is refused', () => {
  const brain = justEnrolled();
  hears(brain, away);
  brain.pass(60_000);
  brain.effects();
  brain.tell({ kind: 'enrol-failed', message: 'No answer.', final: false });
  brain.pass(60_000);
  expect(enrolments(brain)).toEqual([{ do: 'enrol', ...wanted }]);
  brain.tell({ kind: 'enrol-failed', message: 'The code is used up.', final: true });
  brain.pass(600_000);
  expect(enrolments(brain)).toEqual([]);
  expect(brain.state().notices).toMatchObject([{ code: 'enrolment-failed', detail: 'The code is used up.' }]);
});

const token = (n: number) => `a-token-that-is-long-enough-${n}`;
const enrolment = (n: number) =>
  enrolmentAt('r1', { token: token(n), device: { id: `d${n}`, name: 'Counter' } });

/** A whole console. Its backend has replaced the session of the first token before it answered. */
function supersededOnce(settings: unknown, files = new Map<string, Uint8Array>(), enrolledBefore = 0) {
  let n = enrolledBefore;
  const head = { epoch: 'e1', seq: 0, id: null };
  const heads = { [stream]: head };
  const counter = createCounter({
    policy: policy.parse(settings),
    files,
    answer: (request) => {
      const { path } = request;
      if (path === '/enrol') return answered(201, enrolment((n += 1)));
      if (request.token !== token(2)) return away;
      const now = iso(dawn + counter.timeline.now);
      if (path === '/beat') return answered(200, { now, heads });
      if (path.startsWith('/snapshot'))
        return answered(200, { now, heads, restaurant: enrolment(n).restaurant, orders: [] });
      return answered(200, { events: [], head });
    },
  });
  const codes = () =>
    counter.asked.flatMap(({ path, body }) => (path === '/enrol' ? [(body as { code: string }).code] : []));
  return { ...counter, codes };
}
const byIt = { backend: { url: wanted.url }, enrolment: { code: 'KITCHEN-1' } };

test.each(['policy', 'hand'])('enrolled by %s and superseded, it is live with the next token', async (by) => {
  const { core, pass, codes, logged } = supersededOnce(by === 'policy' ? byIt : {});
  void core.start();
  await pass(500);
  const code = by === 'policy' ? 'KITCHEN-1' : 'TYPED-IN';
  if (by === 'hand') void core.handle({ kind: 'enrol', url: wanted.url, code });
  await pass(20_000);
  expect(codes()).toEqual([code, code]);
  expect(core.view()).toMatchObject({ status: { word: 'live' }, notices: [] });
  expect(logged).not.toContain('session.ended');
});

test('closed before it could enrol again, the next start does', async () => {
  const files = new Map<string, Uint8Array>();
  const first = supersededOnce(byIt, files);
  void first.core.start();
  await first.pass(500);
  expect(first.logged).toContain('enrolment.overtaken');
  void first.core.stop();
  await first.pass(100);
  const next = supersededOnce(byIt, files, 1);
  void next.core.start();
  await next.pass(20_000);
  expect(next.codes()).toEqual(['KITCHEN-1']);
  expect(next.core.view().status.word).toBe('live');
});

test('who types the code in once more, just before it would go by itself, is not superseded by that', async () => {
  const alone = supersededOnce({});
  void alone.core.start();
  await alone.pass(500);
  void alone.core.handle({ kind: 'enrol', url: wanted.url, code: 'TYPED-IN' });
  for (let ms = 0; ms < 10_000 && alone.codes().length < 2; ms += 1) await alone.pass(1);
  expect(alone.codes()).toHaveLength(2);
  const goesAt = alone.timeline.now;

  const helped = supersededOnce({});
  void helped.core.start();
  await helped.pass(500);
  void helped.core.handle({ kind: 'enrol', url: wanted.url, code: 'TYPED-IN' });
  await helped.pass(goesAt - 2 - helped.timeline.now);
  expect(helped.codes()).toHaveLength(1);
  void helped.core.handle({ kind: 'enrol', url: wanted.url, code: 'TYPED-IN' });
  await helped.pass(20_000);
  expect(helped.codes()).toHaveLength(2);
  expect(helped.core.view().status.word).toBe('live');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PowerSignal } from '../ports/desktop.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';
import { channel, createBrain, session, stream, type Brain } from '../../tests/support/brain.ts';
import type { Effect } from '../assembly.ts';
import { readUp } from '../../tests/support/listening-brain.ts';

type Signal = Exclude<RealtimeSignal, { kind: 'event' }>;
const signal = (brain: Brain, told: Signal): void =>
  void brain.tell({ kind: 'realtime', session: session.folder, signal: told });
const connected = (brain: Brain) => signal(brain, { kind: 'connected', socketId: '1.1' });
const subscribed = (brain: Brain, at = channel) => signal(brain, { kind: 'subscribed', channel: at });
const refused = (brain: Brain) =>
  signal(brain, { kind: 'refused', channel, status: 403, message: 'Not yours.' });
const lost: Signal = { kind: 'unavailable', code: 1006, message: 'The line went away' };
const actsIn = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'realtime' ? [effect.act] : []));
/** What the client was told since it was asked last. */
const acts = (brain: Brain) => actsIn(brain.effects());
const phaseOf = (brain: Brain) => brain.state().link.phase;

/** Up, subscribed, and everything read. */
function up(options: Parameters<typeof createBrain>[0] = {}): Brain {
  const brain = createBrain(options);
  connected(brain);
  subscribed(brain);
  readUp(brain);
  expect(brain.state().status.word).toBe('live');
  brain.effects();
  return brain;
}
/** How long until the next attempt. */
function untilConnect(brain: Brain, atMost = 60_000): number {
  brain.effects();
  for (let ms = 0; ms <= atMost; ms += 100) {
    if (acts(brain).includes('connect')) return ms;
    brain.pass(100);
  }
  throw new Error('It never tried again.');
}

test('with a session the client is opened once and connected; without one it is closed', () => {
  const brain = createBrain();
  expect(acts(brain)).toEqual(['open', 'connect']);
  brain.pass(60_000);
  expect(acts(brain)).not.toContain('open');
  brain.intend({ kind: 'leave', discard: true });
  expect(acts(brain)).toContain('close');
  brain.pass(60_000);
  expect(acts(brain)).toEqual([]);
});

test('an attempt that hangs is given up after 6 s, the tries of the client with it', () => {
  const brain = createBrain();
  brain.effects();
  brain.pass(5900);
  expect([phaseOf(brain), acts(brain)]).toEqual(['connecting', []]);
  brain.pass(200);
  expect([phaseOf(brain), acts(brain)]).toEqual(['down', ['disconnect']]);
  expect(untilConnect(brain)).toBeLessThan(7000);
});

test.each([
  ['a disconnect nobody asked for', { kind: 'disconnected', asked: false, code: 4200, message: null }, true],
  ['a line that went away', lost, true],
  ['the echo of our own disconnect', { kind: 'disconnected', asked: true, code: null, message: null }, false],
] as const)('%s is an incident or not', (_what, told, incident) => {
  const brain = up();
  signal(brain, told);
  expect(phaseOf(brain)).toBe(incident ? 'down' : 'up');
  expect(brain.state().status.word === 'live').toBe(!incident);
  if (incident) expect(untilConnect(brain)).toBeLessThan(5000);
});

test('what was heard counts no more once the line is lost: every stream is joined anew', () => {
  const brain = up();
  signal(brain, lost);
  expect(brain.state().link.heard.size).toBe(0);
  expect(brain.state().flows.get(stream)?.joined).toBe(false);
  untilConnect(brain);
  connected(brain);
  expect(acts(brain)).toContain('subscribe');
  expect(brain.state().status.word).not.toBe('live');
  subscribed(brain);
  expect(brain.open('events')).toHaveLength(1);
  readUp(brain);
  expect(brain.state().status.word).toBe('live');
  expect(brain.state().link.failures).toBe(0);
});

test('however long it lasts, the next attempt comes within 7 s of the one before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 5 }),
      (chances) => {
        let at = 0;
        const brain = up({ fraction: () => chances[(at += 1) % chances.length] ?? 0 });
        signal(brain, lost);
        for (let attempt = 0; attempt < 8; attempt += 1) {
          const waited = untilConnect(brain);
          expect(waited).toBeLessThanOrEqual(7000);
          signal(brain, lost);
        }
      },
    ),
    { numRuns: 10, seed: 7 },
  );
});

test('connections that succeed and fail in a row are a storm: one long pause instead of a hammer', () => {
  const brain = up();
  for (let i = 0; i < 10; i += 1) {
    signal(brain, { kind: 'connecting' });
    brain.pass(100);
  }
  expect(phaseOf(brain)).toBe('down');
  expect(acts(brain)).toContain('disconnect');
  expect(untilConnect(brain)).toBeGreaterThanOrEqual(13_000);
});

test('nine attempts in a short time are bad luck', () => {
  const brain = up();
  for (let i = 0; i < 9; i += 1) signal(brain, { kind: 'connecting' });
  expect(phaseOf(brain)).toBe('up');
});

test('a subscription that is never answered is asked for again, and in the end the line is made anew', () => {
  const brain = createBrain();
  connected(brain);
  brain.effects();
  const told: string[] = [];
  for (let second = 0; second < 16 && phaseOf(brain) === 'up'; second += 1) {
    brain.pass(1000);
    told.push(...acts(brain));
  }
  expect(told.filter((act) => act === 'subscribe')).toHaveLength(2);
  expect(told.at(-1)).toBe('disconnect');
  expect(phaseOf(brain)).toBe('down');
  expect(brain.state().link.cause).toContain(stream);
});

test('a refused subscription is asked for ever again, names its cause, and costs nobody the line', () => {
  const brain = up();
  let asked = 0;
  for (let i = 0; i < 20; i += 1) {
    refused(brain);
    expect(brain.state().status.word).not.toBe('live');
    brain.pass(6000);
    readUp(brain);
    asked += acts(brain).filter((act) => act === 'subscribe').length;
  }
  expect(phaseOf(brain)).toBe('up');
  expect(asked).toBe(20);
  expect(brain.state().link.cause).toContain('Not yours.');
  expect(brain.state().status.word).toBe('polling');
  subscribed(brain);
  readUp(brain);
  expect(brain.state().status.word).toBe('live');
});

test('an answer for a channel that is not ours, or for a line that is gone, is heard by nobody', () => {
  const brain = up();
  const before = brain.state().link;
  subscribed(brain, 'private-restaurant-other');
  expect(brain.state().link).toBe(before);
  signal(brain, lost);
  subscribed(brain);
  expect(brain.state().link.heard.size).toBe(0);
  signal(brain, { kind: 'connected', socketId: '2.2' });
  brain.tell({ kind: 'realtime', session: 'a former one', signal: { kind: 'subscribed', channel } });
  expect(brain.state().link.heard.size).toBe(0);
});

test('sign-in that is refused costs the line nothing: revoking still ends it by the beat', () => {
  const brain = up();
  signal(brain, { kind: 'sign-in-refused', message: 'no' });
  expect(phaseOf(brain)).toBe('up');
  expect(brain.state().status.word).toBe('live');
});

test.each([
  ['resume', ['disconnect', 'connect']],
  ['network-changed', ['disconnect', 'connect']],
  // The machine was awake all the time: asking costs less than a new line.
  ['unlock', ['check']],
  ['suspend', []],
  ['lock', []],
  ['shutdown', []],
] as const satisfies [PowerSignal, readonly string[]][])(
  '%s, while the line is up: %j',
  (power, expected) => {
    const brain = up();
    brain.tell({ kind: 'power', signal: power });
    expect(acts(brain)).toEqual(expected);
  },
);

test.each(['resume', 'network-changed', 'unlock'] as const)(
  '%s, while it waits for its turn: at once',
  (power) => {
    const brain = up();
    for (let i = 0; i < 4; i += 1) {
      signal(brain, lost);
      untilConnect(brain);
    }
    signal(brain, lost);
    brain.effects();
    brain.tell({ kind: 'power', signal: power });
    expect(acts(brain)).toContain('connect');
  },
);

test('"try now" does not wait, and does not cut a line that is live', () => {
  const brain = up();
  brain.intend({ kind: 'try-now' });
  expect(acts(brain)).not.toContain('disconnect');
  readUp(brain);
  signal(brain, lost);
  brain.effects();
  brain.intend({ kind: 'try-now' });
  expect(acts(brain)).toContain('connect');
});

test('a backend that answers hurries the next attempt on, but never in a storm', () => {
  const brain = up({ state: { consoleCount: 3 } });
  signal(brain, lost);
  untilConnect(brain);
  signal(brain, lost);
  const planned = brain.state().link.nextTry;
  brain.pass(600);
  readUp(brain);
  expect(brain.state().link.nextTry).toBeLessThan(planned);

  const stormy = up({ state: { consoleCount: 3 } });
  signal(stormy, lost);
  untilConnect(stormy);
  for (let i = 0; i < 10; i += 1) signal(stormy, { kind: 'connecting' });
  const pause = stormy.state().link.nextTry;
  stormy.pass(600);
  readUp(stormy);
  expect(stormy.state().link.nextTry).toBe(pause);
});

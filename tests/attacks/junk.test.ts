// Answers and pushes with anything in the place of anything: nothing throws, and as soon as the backend makes sense
// again the console is live and the next order rings.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Verb } from '../../contract/order.ts';
import type { RealtimeSignal } from '../../core/ports/realtime.ts';
import { trayFacts, trayOf } from '../../core/tray/tray-of.ts';
import { project } from '../../core/view/project.ts';
import {
  answered,
  channel,
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderId,
  orderNo,
  session,
  stream,
  type Brain,
} from '../support/brain.ts';
import { enrolmentAt } from '../support/enrolment.ts';
import { wireEvent } from '../support/listening-brain.ts';

type Path = readonly string[];

const said = ['', '__proto__', 'constructor', 'cancelled', 'accepted', 'parked', 'changed', '\u202e\0'];
const times = ['0000-01-01T00:00:00+23:59', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59-23:59'];
const numbers = [-1, 0, 0.5, 1e300, 2 ** 53 - 1, 2 ** 53, Number.NaN];
/** undefined: it is left out. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, [], {}, [null], true, ...said, ...times, ...numbers),
  fc.jsonValue({ maxDepth: 3 }),
);

const isBox = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const pathsOf = (value: unknown, at: Path = []): Path[] =>
  isBox(value)
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))]
    : [at];

function replaced(value: unknown, path: Path, news: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return news;
  if (!isBox(value)) return value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, news);
  return copy;
}

const spoilt = (whole: unknown) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pathsOf(whole)), junk), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((wire, [path, news]) => replaced(wire, path, news), whole));

const order = (n: number) =>
  orderNo(n, {
    acts: [{ what: 'accept', at: iso(noon), by: { kind: 'person', name: 'Ana' } }],
    customer: { name: 'Bo', phone: '12345' },
  });
const mention = { id: orderId(1), number: '1' };
const { restaurant } = enrolmentAt('r1');
const eventOf = (type: string, body: object) => wireEvent(2, type, body);
const events = [
  eventOf('order.new', { order: order(2) }),
  eventOf('order.updated', { order: order(1) }),
  eventOf('order.cancelled', { order: { ...order(1), status: 'cancelled', toBeUnderstood: 'cancelled' } }),
  eventOf('order.ready', { order: mention, ref: true }),
  eventOf('restaurant.updated', { restaurant }),
  eventOf('device.revoked', { device: { id: session.device.id } }),
  eventOf('escalation.raised', { escalation: { kind: 'unaccepted', order: mention, since: iso(noon) } }),
  eventOf('order.weighed', { order: order(3) }),
];
const head = { epoch: 'e1', seq: 2, id: 'e1-2' };
const heads = { [stream]: head };
const beat = { now: iso(noon), heads, crowd: 3, pusher: session.pusher };
const snapshot = {
  now: iso(noon),
  heads,
  restaurant,
  orders: [order(1), order(2)],
  escalations: [],
  next: null,
};
const taken = { order: order(1), stream, epoch: 'e1', seq: 2, already: null };

type Act = (brain: Brain) => unknown;
const signal = (brain: Brain, told: RealtimeSignal) =>
  brain.tell({ kind: 'realtime', session: session.folder, signal: told });
const answerWith =
  (what: 'beat' | 'events' | 'snapshot' | 'command') =>
  (body: unknown): Act =>
  (brain) => {
    const [ask] = brain.open(what);
    if (ask !== undefined) brain.answer(ask, answered(200, body));
  };
const viewOf = (brain: Brain) => project(brain.state(), brain.now().wall, new Map()).view;
const onEach =
  (press: (brain: Brain, id: string) => unknown): Act =>
  (brain) => {
    const { orders, unreadable } = viewOf(brain);
    for (const id of [...orders.map((one) => one.order.id), ...unreadable.map((one) => one.id)])
      press(brain, id);
  };
const verbs: Verb[] = ['accept', 'ready', 'understood', 'stop-bell'];

const act: fc.Arbitrary<Act> = fc.oneof(
  fc
    .constantFrom(...events)
    .chain((whole) => spoilt(whole).map((data) => ({ name: whole.type, data })))
    .map(
      (pushed): Act =>
        (brain) =>
          signal(brain, { kind: 'event', channel, ...pushed }),
    ),
  fc
    .constantFrom(...events)
    .chain((event) => spoilt({ events: [event], head }))
    .map(answerWith('events')),
  spoilt(beat).map(answerWith('beat')),
  spoilt(snapshot).map(answerWith('snapshot')),
  spoilt(taken).map(answerWith('command')),
  fc
    .constantFrom(...verbs)
    .map((verb) => onEach((brain, id) => brain.intend({ kind: 'command', order: id, verb }))),
  fc
    .constantFrom('undo' as const, 'handled' as const)
    .map((kind) => onEach((brain, id) => brain.intend({ kind, order: id }))),
  fc.constantFrom(100, 3000, 20_000).map(
    (ms): Act =>
      (brain) =>
        brain.pass(ms),
  ),
  fc.constant<Act>((brain) => brain.restart()),
);

/** A backend that makes sense, whose log is a new one, and a Pusher that is there. */
function heal(brain: Brain): void {
  const top = { epoch: 'e2', seq: 9, id: 'e2-9' };
  for (let ms = 0; ms < 60_000; ms += 500) {
    if (brain.state().link.phase === 'connecting') signal(brain, { kind: 'connected', socketId: '1.1' });
    if (brain.state().link.phase === 'up' && !brain.state().link.heard.has(stream))
      signal(brain, { kind: 'subscribed', channel });
    const now = iso(brain.now().wall);
    for (const ask of brain.open('beat'))
      brain.answer(ask, answered(200, { ...beat, now, heads: { [stream]: top } }));
    for (const ask of brain.open('events'))
      brain.answer(ask, ask.after.epoch === 'e2' ? answered(200, { events: [], head: top }) : answered(410));
    for (const ask of brain.open('snapshot'))
      brain.answer(ask, answered(200, { ...snapshot, now, heads: { [stream]: top }, orders: [orderNo(7)] }));
    for (const ask of brain.open('command'))
      brain.answer(ask, answered(200, { ...taken, epoch: 'e2', seq: 9 }));
    brain.pass(500);
  }
}

test('whatever stands in the place of whatever, nothing throws, and afterwards it is live and rings', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 3, maxLength: 14 }), (acts) => {
      const brain = createBrain({ ledger: ledgerOf(order(1)) });
      signal(brain, { kind: 'connected', socketId: '1.1' });
      signal(brain, { kind: 'subscribed', channel });
      for (const each of acts) {
        each(brain);
        JSON.stringify(viewOf(brain));
        trayOf(trayFacts(brain.state(), brain.now().wall));
      }
      heal(brain);
      expect(brain.state().status.word).toBe('live');
      expect(brain.state().ringing?.orders.has(orderId(7))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

import { expect, test } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { restaurant, type Restaurant } from '../../contract/restaurant.ts';
import {
  answered,
  channel,
  createBrain,
  iso,
  ledgerOf,
  orderNo,
  session,
  stream,
  type Brain,
  type BrainOptions,
  rungAs,
} from '../../tests/support/brain.ts';
import { head, press, readLog, readUp, rings, view } from '../../tests/support/listening-brain.ts';
import { initialState } from '../assembly.ts';

const minute = 60_000;
const hour = 60 * minute;
const week = (...spans: { opens: string; closes: string }[]): Restaurant['openingHours'] => ({
  week: Array.from({ length: 7 }, () => spans),
  exceptions: [],
});
const lunch = week({ opens: '11:00', closes: '14:00' }, { opens: '17:00', closes: '22:00' });
const eleven = Date.parse('2026-03-06T11:00:00Z');

type Counter = {
  at?: number;
  hours?: Restaurant['openingHours'];
  zone?: string;
  orders?: ReturnType<typeof orderNo>[];
  on?: boolean;
  kind?: 'office';
};

function counter(about: Counter = {}): Brain {
  const { at = eleven - minute, hours = lunch, zone = 'UTC', orders = [], on = true, kind } = about;
  const moment = { wall: at, mono: 1000 };
  const first = initialState(null, moment).settings;
  const options: BrainOptions = {
    at: moment,
    ledger: {
      ...ledgerOf(...orders),
      restaurant: restaurant.parse({ id: 'r1', name: 'Bella', timeZone: zone, openingHours: hours }),
    },
    state: {
      settings: { ...first, effective: { ...defaultSettings, openingCheck: on } },
    },
    ...(kind && { session: { ...session, device: { ...session.device, kind } } }),
  };
  const brain = createBrain(options);
  return comesUp(brain);
}
function comesUp(brain: Brain): Brain {
  for (const signal of [
    { kind: 'connected', socketId: '1.1' },
    { kind: 'subscribed', channel },
  ] as const)
    brain.tell({ kind: 'realtime', session: session.folder, signal });
  readUp(brain);
  return brain;
}
/** The order system answers all the while. */
function passes(brain: Brain, ms: number): Brain {
  for (let left = ms; left > 0; left -= 5000) {
    brain.pass(Math.min(left, 5000));
    readUp(brain);
  }
  return brain;
}
/** The computer slept until then. */
function later(brain: Brain, wall: number): Brain {
  brain.set({ wall, mono: brain.now().mono + (wall - brain.now().wall) });
  brain.tell({ kind: 'power', signal: 'resume' });
  return comesUp(brain);
}
const rung = (brain: Brain) => brain.effects().filter((effect) => effect.do === 'ring-check').length;
const opening = (brain: Brain) => view(brain).health.opening;
const told = (brain: Brain) => brain.state().notices.filter(({ code }) => code === 'bell-not-heard');
const answers = (brain: Brain, heard: boolean) => brain.intend({ kind: 'answer-opening', heard });
const played = (brain: Brain, heard = true) =>
  brain.tell({ kind: 'rang', rung: rungAs(heard), orders: [], isCheck: true });

test('in the first minute of opening it rings once, shows the window without taking the keyboard, and asks', () => {
  const brain = counter();
  expect(rung(brain)).toBe(0);
  passes(brain, minute + 5000);
  const effects = brain.effects();
  expect(effects.filter((effect) => effect.do === 'ring-check')).toHaveLength(1);
  expect(effects).toContainEqual({ do: 'show', how: 'inactive' });
  expect(opening(brain)).toEqual({ state: 'asked', at: iso(eleven), until: iso(eleven + 5 * minute) });
  expect(rung(passes(brain, 4 * minute))).toBe(0);
});

test('it is no alert: nothing of it is sent, counted or kept as one', () => {
  const brain = passes(counter(), minute);
  played(brain);
  passes(brain, 6 * minute);
  const asked = brain.effects().flatMap((effect) => (effect.do === 'ask' ? [effect.ask.for] : []));
  expect(new Set(asked)).toEqual(new Set(['beat', 'events']));
  const { alerts, outbox, receipts } = brain.state().ledger;
  expect([alerts.size, outbox.size, receipts.size]).toEqual([0, 0, 0]);
  expect(rings(brain)).toBe(false);
});

test('“Yes” is when the bell was last heard, and the evening’s opening asks nothing more', () => {
  const brain = passes(counter(), minute + 30_000);
  played(brain);
  expect(answers(brain, true)).toEqual({ ok: true, value: {} });
  expect(view(brain).health).toMatchObject({
    lastHeard: iso(brain.now().wall),
    opening: { state: 'heard' },
  });
  expect(answers(brain, true)).toMatchObject({ ok: false });
  brain.effects();
  expect(rung(passes(later(brain, eleven + 6 * hour - minute), 2 * minute))).toBe(0);
  expect(told(brain)).toEqual([]);
  expect(rung(passes(later(brain, eleven + 24 * hour - minute), 2 * minute))).toBe(1);
});

test('“No”, no answer, and a sound that could not be played are told; a bell that somebody answers later takes it back', () => {
  const no = passes(counter(), 2 * minute);
  answers(no, false);
  expect(told(no)).toMatchObject([{ detail: iso(eleven) }]);
  expect(opening(no)).toMatchObject({ state: 'not-heard' });

  const nobody = passes(counter(), 5 * minute);
  played(nobody);
  expect(told(nobody)).toEqual([]);
  expect(told(passes(nobody, minute))).toHaveLength(1);

  const silent = passes(counter(), minute + 1000);
  played(silent, false);
  expect(told(silent)).toHaveLength(1);
  expect(view(silent).health.sound).toMatchObject({ audible: false });
  expect(answers(silent, true)).toMatchObject({ ok: false });
});

test('an order that rings at that moment is not rung over; answered, it is the check', () => {
  const ringsAlready = orderNo(1, { placedAt: iso(eleven - minute), ringAt: iso(eleven - minute) });
  const brain = passes(counter({ orders: [ringsAlready] }), 2 * minute);
  expect(rings(brain)).toBe(true);
  expect(rung(brain)).toBe(0);
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [ringsAlready.id] });
  press(brain, 1, 'accept');
  expect(rung(passes(brain, 2 * minute))).toBe(0);
  expect(view(brain).health).toMatchObject({ lastHeard: iso(eleven + minute), opening: { state: 'heard' } });
});

test('of what was pressed while nothing could be heard nobody says that it was heard', () => {
  const order = orderNo(1, { placedAt: iso(eleven - minute), ringAt: iso(eleven - minute) });
  const brain = passes(counter({ orders: [order] }), 2 * minute);
  brain.tell({ kind: 'rang', rung: rungAs(false), orders: [order.id] });
  brain.intend({ kind: 'stop-bell' });
  expect(view(brain).health.lastHeard).toBeNull();
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [order.id] });
  brain.intend({ kind: 'stop-bell' });
  // It does not ring any more.
  expect(view(brain).health.lastHeard).toBeNull();
});

test('started again in the middle it asks on without ringing, and says it when nobody answers', () => {
  const brain = passes(counter(), minute + 10_000);
  brain.restart();
  comesUp(brain);
  expect(rung(passes(brain, 2 * minute))).toBe(0);
  expect(opening(brain)).toMatchObject({ state: 'asked' });
  expect(told(brain)).toEqual([]);
  expect(told(passes(brain, 3 * minute))).toHaveLength(1);
  brain.restart();
  comesUp(brain);
  expect(rung(passes(brain, 10 * minute))).toBe(0);
});

test('a clock that is set back or ahead does not ring twice: the order system’s tells the day', () => {
  const brain = passes(counter(), 2 * minute);
  expect(rung(brain)).toBe(1);
  answers(brain, true);
  for (const by of [-90 * minute, -minute, 24 * hour, 23 * hour, -47 * hour]) {
    const before = brain.now().wall + brain.state().skewMs;
    brain.set({ wall: brain.now().wall + by });
    brain.tell({ kind: 'wake' });
    // Whatever this computer's clock says, it is still the same minute there.
    for (const ask of brain.open('beat'))
      brain.answer(ask, answered(200, { now: iso(before), heads: { [stream]: head(1) } }));
    readLog(brain);
    brain.tell({ kind: 'wake' });
    expect(rung(brain), `by ${by}`).toBe(0);
    expect(brain.state().status.word).toMatch(/live|clock-wrong|catching-up/);
  }
});

test('nothing is tried while the order system cannot be reached, and what is late is left out', () => {
  const brain = counter({ at: eleven - minute });
  brain.pass(40 * minute);
  expect(rung(brain)).toBe(0);
  comesUp(brain);
  expect(rung(passes(brain, minute))).toBe(0);
});

test('a console that is switched on ten minutes after the opening asks then', () => {
  expect(rung(passes(counter({ at: eleven + 10 * minute }), 10_000))).toBe(1);
});

test('opening hours over midnight are one day', () => {
  const night = week({ opens: '18:00', closes: '02:00' });
  const brain = counter({ at: Date.parse('2026-03-06T17:59:00Z'), hours: night });
  expect(rung(passes(brain, 2 * minute))).toBe(1);
  answers(brain, true);
  // It is another day at midnight, and the restaurant is still open.
  const midnight = Date.parse('2026-03-07T00:00:00Z');
  expect(rung(passes(later(brain, midnight - minute), 2 * minute))).toBe(0);
  expect(rung(passes(later(brain, midnight + 18 * hour - minute), 2 * minute))).toBe(1);
});

test('where the clocks change in the opening it is asked once', () => {
  // At 03:00 it is 02:00 again: the restaurant that opens at 02:30 opens at the first of the two.
  const brain = counter({
    at: Date.parse('2026-10-25T00:29:00Z'),
    zone: 'Europe/Berlin',
    hours: week({ opens: '02:30', closes: '10:00' }),
  });
  expect(rung(passes(brain, 2 * minute))).toBe(1);
  answers(brain, true);
  expect(rung(passes(later(brain, Date.parse('2026-10-25T01:29:30Z')), 2 * minute))).toBe(0);
  // Where 02:30 is left out, it opens as the hour is jumped over.
  const spring = counter({
    at: Date.parse('2026-03-29T00:59:00Z'),
    zone: 'Europe/Berlin',
    hours: week({ opens: '02:30', closes: '10:00' }),
  });
  const sprung = rung(passes(spring, 2 * minute));
  expect(sprung + rung(passes(later(spring, Date.parse('2026-03-29T01:29:30Z')), 2 * minute))).toBe(1);
});

test('not where it is switched off, in a silent office, or where the restaurant never closes', () => {
  expect(rung(passes(counter({ on: false }), 5 * minute))).toBe(0);
  expect(rung(passes(counter({ kind: 'office' }), 5 * minute))).toBe(0);
  expect(rung(passes(counter({ hours: null }), 5 * minute))).toBe(0);
});

import { expect, test } from 'vitest';
import type { OpeningHours } from '../../contract/restaurant.ts';
import { decide, type OpenEscalation, type Situation } from './decide.ts';

const s = 1000;
const min = 60 * s;
// A Monday, noon in UTC.
const now = Date.parse('2026-06-01T12:00:00Z');
const lunch: OpeningHours = {
  week: Array.from({ length: 7 }, () => [{ opens: '11:30', closes: '14:00' }]),
  exceptions: [],
};
const dinner: OpeningHours = {
  week: Array.from({ length: 7 }, () => [{ opens: '18:00', closes: '22:00' }]),
  exceptions: [],
};
const justOpened: OpeningHours = {
  week: Array.from({ length: 7 }, () => [{ opens: '11:59', closes: '22:00' }]),
  exceptions: [],
};
const settings = {
  timeZone: 'UTC',
  openingHours: lunch,
  pause: null,
  escalation: { afterSeconds: 180, webhook: null },
};
const calm: Situation = {
  now,
  upSince: now - 60 * min,
  settings,
  waiting: [],
  consoles: { heardAt: now - 5 * s, changedAt: now - 30 * 24 * 60 * min, closedAt: null },
  open: [],
  calledFor: new Set(),
};
const waitingFor = (ms: number, id = 'a') => ({ id, number: '17', ringAt: now - ms });
const heard = (ms: number | null) => ({
  heardAt: ms === null ? null : now - ms,
  changedAt: now - 30 * 24 * 60 * min,
  closedAt: null,
});
const closed = (ms: number, heardMs = ms + s) => ({ ...heard(heardMs), closedAt: now - ms });
const unaccepted: OpenEscalation = { id: 'e1', kind: 'unaccepted', order: 'a', raisedAt: now - min };
const noConsole: OpenEscalation = { id: 'e2', kind: 'no-console', order: null, raisedAt: now - min };

const raised = (change: Partial<Situation>) =>
  decide({ ...calm, ...change }).raise.map((one) => `${one.kind} ${(now - one.since) / s}`);
const cancelled = (change: Partial<Situation>) =>
  decide({ ...calm, ...change }).cancel.map((one) => one.kind);

test.each<[string, Partial<Situation>, string[]]>([
  ['all is well', {}, []],
  ['an order waits, not long enough', { waiting: [waitingFor(180 * s - 1)] }, []],
  ['an order waits for too long', { waiting: [waitingFor(180 * s)] }, ['unaccepted 180']],
  [
    'two orders wait for too long',
    { waiting: [waitingFor(200 * s), waitingFor(300 * s, 'b'), waitingFor(s, 'c')] },
    ['unaccepted 200', 'unaccepted 300'],
  ],
  [
    'the managers were called for it already',
    { waiting: [waitingFor(200 * s)], calledFor: new Set(['a']) },
    [],
  ],
  [
    'the managers want to be called sooner',
    {
      waiting: [waitingFor(60 * s)],
      settings: { ...settings, escalation: { afterSeconds: 60, webhook: null } },
    },
    ['unaccepted 60'],
  ],
  ['silence in opening hours, not long enough', { consoles: heard(180 * s - 1) }, []],
  ['silence in opening hours', { consoles: heard(180 * s) }, ['no-console 180']],
  [
    'silence outside opening hours',
    { consoles: heard(9 * 60 * min), settings: { ...settings, openingHours: dinner } },
    [],
  ],
  [
    'silence since long before opening counts from opening',
    { now, consoles: heard(9 * 60 * min) },
    ['no-console 1800'],
  ],
  ['open for two minutes only', { now: now - 28 * min, upSince: 0, consoles: heard(9 * 60 * min) }, []],
  [
    'silence while paused',
    {
      consoles: heard(10 * min),
      settings: { ...settings, pause: { until: '2026-06-01T12:30:00Z', reason: 'full' } },
    },
    [],
  ],
  [
    'silence that began before the pause ended counts from its end',
    {
      consoles: heard(10 * min),
      settings: { ...settings, pause: { until: '2026-06-01T11:58:00Z', reason: 'full' } },
    },
    [],
  ],
  [
    'an order waits and nobody could hear it',
    { consoles: heard(60 * s), waiting: [waitingFor(60 * s)] },
    ['no-console 60'],
  ],
  [
    'it waits, but not long enough',
    {
      consoles: heard(10 * min),
      waiting: [waitingFor(59 * s)],
      settings: { ...settings, openingHours: dinner },
    },
    [],
  ],
  ['silence is too young', { consoles: heard(59 * s), waiting: [waitingFor(100 * s)] }, []],
  [
    'an order waits outside opening hours',
    {
      consoles: heard(9 * 60 * min),
      waiting: [waitingFor(60 * s)],
      settings: { ...settings, openingHours: dinner },
    },
    ['no-console 3600'],
  ],
  [
    'a restaurant without any console yet',
    { consoles: { heardAt: null, changedAt: null, closedAt: null } },
    [],
  ],
  [
    'a restaurant without any console, and an order',
    { consoles: { heardAt: null, changedAt: null, closedAt: null }, waiting: [waitingFor(60 * s)] },
    ['no-console 3600'],
  ],
  ['a console that never was audible', { consoles: heard(null) }, ['no-console 1800']],
  [
    'a console that joined a minute ago',
    { consoles: { heardAt: null, changedAt: now - min, closedAt: null }, upSince: 0 },
    [],
  ],
  ['the backend came up a minute ago', { consoles: heard(20 * min), upSince: now - min + 1 }, []],
  [
    'the backend came up a minute ago, and an order waits',
    { consoles: heard(20 * min), upSince: now - min, waiting: [waitingFor(70 * s)] },
    ['no-console 60'],
  ],
  [
    'the last console was closed in opening hours: nothing is waited for',
    { consoles: closed(s) },
    ['no-console 1'],
  ],
  [
    'it was closed after the restaurant had closed, and it opens again',
    { consoles: closed(13 * 60 * min), now, settings: { ...settings, openingHours: justOpened } },
    [],
  ],
  [
    'it was closed while an order waited, outside opening hours',
    {
      consoles: closed(2 * s),
      waiting: [waitingFor(5 * s)],
      settings: { ...settings, openingHours: dinner },
    },
    ['no-console 2'],
  ],
  [
    'an order came after it was closed, outside opening hours',
    {
      consoles: closed(9 * s),
      waiting: [waitingFor(5 * s)],
      settings: { ...settings, openingHours: dinner },
    },
    [],
  ],
  [
    'it was closed while the backend does not know yet who else is there',
    { consoles: closed(s), upSince: now - 2 * min },
    [],
  ],
  [
    'it was closed, and another one joined since',
    { consoles: { ...closed(9 * s), changedAt: now - 5 * s } },
    [],
  ],
  ['the managers were called for silence already', { consoles: heard(10 * min), open: [noConsole] }, []],
])('raise: %s', (_case, change, expected) => {
  expect(raised(change)).toEqual(expected);
});

test.each<[string, Partial<Situation>, string[]]>([
  ['the order still waits', { open: [unaccepted], waiting: [waitingFor(300 * s)] }, []],
  ['the order was accepted, rejected or cancelled', { open: [unaccepted] }, ['unaccepted']],
  ['a console is heard again', { open: [noConsole], consoles: heard(5 * s) }, ['no-console']],
  ['nobody is heard yet', { open: [noConsole], consoles: heard(10 * min) }, []],
  ['one was heard and is gone again', { open: [noConsole], consoles: heard(30 * s) }, []],
  [
    'it was heard last before the call',
    { open: [{ ...noConsole, raisedAt: now - 2 * s }], consoles: heard(5 * s) },
    [],
  ],
  [
    'the restaurant closed',
    {
      open: [noConsole],
      consoles: heard(10 * min),
      settings: { ...settings, openingHours: dinner },
    },
    ['no-console'],
  ],
  [
    'the restaurant closed, but an order waits',
    {
      open: [noConsole],
      consoles: heard(10 * min),
      settings: { ...settings, openingHours: dinner },
      waiting: [waitingFor(100 * s)],
    },
    [],
  ],
])('cancel: %s', (_case, change, expected) => {
  expect(cancelled(change)).toEqual(expected);
});

test.each<[string, Partial<Situation>, boolean]>([
  ['all is well', {}, true],
  ['an order waits too long, though somebody could hear it', { waiting: [waitingFor(300 * s)] }, true],
  ['nobody would hear an order', { consoles: heard(4 * min) }, false],
  ['and the managers know', { consoles: heard(4 * min), open: [noConsole] }, false],
  ['one is heard again', { open: [noConsole], consoles: heard(2 * s) }, true],
])('accepting: %s', (_case, change, accepting) => {
  expect(decide({ ...calm, ...change }).accepting).toBe(accepting);
});

test.each<[string, Partial<Situation>, number]>([
  ['while it is heard: when silence would have lasted too long', {}, 175 * s],
  [
    'while it is closed: at opening, or in ten minutes',
    { settings: { ...settings, openingHours: dinner } },
    10 * min,
  ],
  ['shortly before opening: at opening', { now: now - 35 * min }, -30 * min],
  ['while nobody is heard: soon', { consoles: heard(4 * min) }, 25 * s],
])('looks again %s', (_case, change, after) => {
  expect(decide({ ...calm, ...change }).lookAgainAt - now).toBe(after);
});

import { expect, test } from 'vitest';
import type { OpeningHours } from '../../contract/restaurant.ts';
import { decideConsoles, forgottenMs, type Console, type ConsolesSituation } from './decide-consoles.ts';

const s = 1000;
const min = 60 * s;
const hour = 60 * min;
// A Monday, noon in UTC.
const now = Date.parse('2026-06-01T12:00:00Z');
const open = (opens: string, closes: string): OpeningHours => ({
  week: Array.from({ length: 7 }, () => [{ opens, closes }]),
  exceptions: [],
});
const lunch = open('11:30', '14:00');
const calm: Omit<ConsolesSituation, 'consoles'> = {
  now,
  upSince: now - hour,
  settings: {
    timeZone: 'UTC',
    openingHours: lunch,
    pause: null,
    escalation: { afterSeconds: 180, webhook: null },
  },
};
const till = (silentMs: number, more: Partial<Console> = {}): Console => ({
  id: 'till',
  name: 'Till',
  seenAt: now - silentMs,
  goneAt: null,
  heardAt: now - silentMs,
  closed: null,
  ...more,
});
const closed = (why: 'quit' | 'shutdown' | 'update', ms: number): Console['closed'] => ({
  why,
  at: now - ms,
  person: null,
  again: false,
});
const missed = (silentMs: number) => till(silentMs, { goneAt: now - hour });
const during = (
  openingHours: OpeningHours | null,
  pause: { until: string; reason: string } | null = null,
) => ({
  settings: { ...calm.settings, openingHours, pause },
});

test.each<[string, Console[], Partial<ConsolesSituation>, string]>([
  ['it was just there', [till(9 * s)], {}, ''],
  ['it is silent, not long enough', [till(3 * min - 1)], {}, ''],
  ['it is silent for too long', [till(3 * min)], {}, 'gone till'],
  ['it is missed already', [missed(10 * min)], {}, ''],
  ['it was missed and is there', [missed(9 * s)], {}, 'back till'],
  [
    'it was missed and is there while the restaurant is closed',
    [missed(9 * s)],
    during(open('18:00', '22:00')),
    'back till',
  ],
  ['it was missed, and its last beat is old', [missed(26 * s)], {}, ''],
  ['only one of two is silent', [till(4 * min), till(5 * s, { id: 'bar' })], {}, 'gone till'],
  ['both are silent', [till(4 * min), till(5 * min, { id: 'bar' })], {}, 'gone till, gone bar'],
  ['the restaurant is closed', [till(hour)], during(open('18:00', '22:00')), ''],
  ['the restaurant has just opened', [till(14 * hour)], during(open('11:58', '14:00')), ''],
  ['it opened three minutes ago', [till(14 * hour)], during(open('11:57', '14:00')), 'gone till'],
  ['it is always open', [till(3 * min)], during(null), 'gone till'],
  ['orders are paused', [till(hour)], during(lunch, { until: '2026-06-01T13:00:00Z', reason: 'x' }), ''],
  ['the backend has just started', [till(hour)], { upSince: now - 2 * min }, ''],
  ['the backend is up for three minutes', [till(hour)], { upSince: now - 3 * min }, 'gone till'],
  ['it has lain in a drawer for a month', [till(forgottenMs)], during(null), ''],
  ['not quite', [till(forgottenMs - 1)], during(null), 'gone till'],
  ['somebody closed it', [till(2 * s, { closed: closed('quit', s) })], {}, 'gone till'],
  ['it makes room for another version', [till(2 * s, { closed: closed('update', s) })], {}, ''],
  ['it went down with its computer', [till(2 * s, { closed: closed('shutdown', s) })], {}, ''],
  [
    'somebody closed it the evening before',
    [till(14 * hour, { closed: closed('quit', 14 * hour) })],
    during(open('11:58', '14:00')),
    '',
  ],
  [
    'somebody closed it, and it is missed already',
    [till(2 * s, { closed: closed('quit', s), goneAt: now - s })],
    {},
    '',
  ],
  [
    'it is closed and opened all the time',
    [till(2 * s, { closed: { at: now - s, why: 'quit', person: null, again: true } })],
    {},
    '',
  ],
  [
    'it is closed again, and stays so',
    [till(3 * min, { closed: { at: now - 3 * min, why: 'quit', person: null, again: true } })],
    {},
    'gone till',
  ],
  ['there is none', [], {}, ''],
])('%s', (_, consoles, change, expected) => {
  const { gone, back } = decideConsoles({ ...calm, ...change, consoles });
  const told = [...gone.map(({ id }) => `gone ${id}`), ...back.map(({ id }) => `back ${id}`)];
  expect(told.join(', ')).toBe(expected);
});

test.each<[string, Console[], Partial<ConsolesSituation>, number]>([
  ['when the first could be missed', [till(10 * s), till(100 * s, { id: 'bar' })], {}, 80 * s],
  ['soon when one is back', [missed(5 * s)], {}, 25 * s],
  ['when it opens, if it is closed', [till(hour)], during(open('12:05', '14:00')), 5 * min],
  ['in ten minutes, if nothing is known', [till(hour, { goneAt: now - hour })], during(null), 10 * min],
  [
    'not before one was three minutes silent after opening',
    [till(hour)],
    during(open('11:59', '14:00')),
    2 * min,
  ],
])('looks again %s', (_, consoles, change, expected) => {
  expect(decideConsoles({ ...calm, ...change, consoles }).lookAgainAt - now).toBe(expected);
});

test('of hundreds that are gone at once some are told of now, and the others with the next look', () => {
  const consoles = Array.from({ length: 120 }, (_, i) => till(hour, { id: String(i) }));
  const decision = decideConsoles({ ...calm, consoles });
  expect(decision.gone).toHaveLength(50);
  expect(decision.lookAgainAt).toBe(now);
});

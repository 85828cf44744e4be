import { expect, test } from 'vitest';
import { allClosedAt, closingOf, closingsOf, type ClosedConsole } from './closed-consoles.ts';

const s = 1000;
const min = 60 * s;
const now = Date.parse('2026-06-01T10:00:00Z');
const till = (heardMs: number, closed: ClosedConsole['closed'] = null, name = 'Till 1'): ClosedConsole => ({
  name,
  heardAt: now - heardMs,
  closed,
});
const quit = (ms: number, person: string | null = 'Ana') => ({
  at: now - ms,
  why: 'quit' as const,
  person,
  again: false,
});
const patience = 3 * min;

test.each<[string, ClosedConsole[], number | null]>([
  ['there is none', [], null],
  ['one is there', [till(5 * s)], null],
  ['the only one was closed', [till(5 * s, quit(2 * s))], 2 * s],
  ['one of two was closed', [till(5 * s, quit(2 * s)), till(9 * s)], null],
  ['the other one may only be late', [till(5 * s, quit(2 * s)), till(2 * min)], null],
  ['the other one is long gone', [till(5 * s, quit(2 * s)), till(4 * min)], 2 * s],
  ['both were closed, one after the other', [till(5 * s, quit(2 * s)), till(50 * s, quit(40 * s))], 2 * s],
  ['it went down with its computer', [till(5 * s, { ...quit(2 * s), why: 'shutdown' })], null],
  ['it is closed and opened all the time', [till(5 * s, { ...quit(2 * s), again: true })], null],
  ['the other one was never heard', [till(5 * s, quit(2 * s)), { ...till(0), heardAt: 0 }], 2 * s],
])('%s', (_, consoles, closedMs) => {
  expect(allClosedAt(consoles, now, patience)).toBe(closedMs === null ? null : now - closedMs);
});

test('it is said who closed it and when, by the restaurant’s own clock', () => {
  const berlin = { timeZone: 'Europe/Berlin' };
  expect(closingOf(till(0, quit(2 * min)), berlin, now)).toBe('"Till 1" was closed by Ana at 11:58');
  expect(closingOf(till(0, quit(2 * min, null)), berlin, now)).toBe('"Till 1" was closed at 11:58');
  expect(closingOf(till(0, { ...quit(0), why: 'shutdown' }), berlin, now)).toBe(
    '"Till 1" was ended by its computer at 12:00',
  );
  expect(closingOf(till(0, quit(14 * 60 * min)), berlin, now)).toBe(
    '"Till 1" was closed by Ana on 2026-05-31 at 22:00',
  );
  expect(closingOf(till(0), berlin, now)).toBeNull();
});

test('of many the newest are named', () => {
  const many = [5, 1, 4, 2].map((n) => till(0, quit(n * min, null), `Till ${n}`));
  expect(closingsOf(many, { timeZone: 'UTC' }, now).map((one) => one.slice(0, 8))).toEqual([
    '"Till 1"',
    '"Till 2"',
    '"Till 4"',
  ]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerWithinMs, decideOpening, lateMs, type OpeningCheck, type Seen } from './opening.ts';

const opened = Date.parse('2026-03-06T11:00:00Z');
const minute = 60_000;
const seen = (over: Partial<Seen> = {}): Seen => ({
  now: opened + 1000,
  wanted: true,
  opened: { at: opened, day: '2026-03-06' },
  lastHeard: null,
  isBusy: () => false,
  ...over,
});
const kept = (over: Partial<OpeningCheck> = {}): OpeningCheck => ({
  day: '2026-03-06',
  askedAt: opened,
  state: 'asked',
  ...over,
});
const yesterday = kept({ day: '2026-03-05', askedAt: opened - 24 * 60 * minute, state: 'heard' });

test.each<[string, OpeningCheck | null, Partial<Seen>, boolean]>([
  ['the first ever', null, {}, true],
  ['the next day', yesterday, {}, true],
  ['switched off, an office, or nothing known of the order system’s clock', null, { wanted: false }, false],
  ['closed', null, { opened: null }, false],
  ['something rings', null, { isBusy: () => true }, false],
  ['a console that is switched on a little later', null, { now: opened + lateMs - 1 }, true],
  ['long after the opening', null, { now: opened + lateMs }, false],
  ['somebody answered a bell since', null, { lastHeard: opened + 500 }, false],
  ['somebody answered a bell before', null, { lastHeard: opened - 500 }, true],
  ['checked already: heard', kept({ state: 'heard' }), {}, false],
  ['checked already: not heard', kept({ state: 'not-heard' }), {}, false],
  ['opened once more the same day', kept({ state: 'heard', askedAt: opened - 360 * minute }), {}, false],
  ['a day that comes again', kept({ day: '2026-03-07', state: 'heard' }), {}, false],
  ['a day kept by a clock that was years ahead', kept({ day: '2031-01-01', state: 'heard' }), {}, true],
])('it rings: %s', (_why, before, over, ring) => {
  expect(decideOpening(before, seen(over)).ring).toBe(ring);
});

test('what rings for an order is waited for, as long as the opening is young', () => {
  const waits = decideOpening(null, seen({ isBusy: () => true }));
  expect(waits).toMatchObject({ kept: null, at: opened + lateMs });
  expect(decideOpening(null, seen({ now: opened + 10 * minute })).ring).toBe(true);
});

test('a bell that was answered since the opening is as good as the check', () => {
  const { kept: after, ring, tell } = decideOpening(null, seen({ lastHeard: opened + 500 }));
  expect({ ring, tell, after }).toEqual({
    ring: false,
    tell: false,
    after: kept({ state: 'heard', askedAt: opened + 500 }),
  });
});

test.each<[string, Partial<Seen>, OpeningCheck['state'], boolean]>([
  ['nobody answered yet', { now: opened + answerWithinMs - 1 }, 'asked', false],
  ['nobody answered in time', { now: opened + answerWithinMs }, 'not-heard', true],
  ['an order rang meanwhile and was answered', { lastHeard: opened + 1 }, 'heard', false],
  ['the clock was set back since', { now: opened - answerWithinMs }, 'not-heard', true],
  ['it closed meanwhile, or was switched off', { opened: null, wanted: false }, 'asked', false],
])('what is asked: %s', (_why, over, state, tell) => {
  expect(decideOpening(kept(), seen(over))).toMatchObject({ kept: { state }, tell, ring: false });
});

test('whatever the clock does, it rings once a day at most', () => {
  const day = 24 * 60 * minute;
  const moves = fc.array(
    fc.record({
      // Back by up to a day, on by up to two; and whether somebody answers, and a restart changes nothing of it.
      by: fc.integer({ min: -day, max: 2 * day }),
      heard: fc.boolean(),
      busy: fc.boolean(),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(moves, (all) => {
      let before: OpeningCheck | null = null;
      let [now, lastHeard] = [opened, null as number | null];
      const rung: string[] = [];
      for (const { by, heard, busy } of all) {
        now += by;
        if (heard) lastHeard = now;
        const at = Math.floor(now / day) * day + 11 * 60 * minute;
        const date = new Date(at).toISOString().slice(0, 10);
        const isOpen = now >= at;
        const decided = decideOpening(before, {
          now,
          wanted: true,
          opened: isOpen ? { at, day: date } : null,
          lastHeard,
          isBusy: () => busy,
        });
        if (decided.ring) rung.push(date);
        before = decided.kept;
      }
      expect(rung).toEqual([...new Set(rung)]);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings, settings, type Settings } from '../../contract/settings.ts';
import { climb, stepsOf, type Ladder, type Ringing } from './ladder.ts';

type Climbing = Pick<Settings, 'ladder' | 'bell'>;
type Look = { at: number; unheard: readonly string[]; set?: Climbing };

/** Looks at the ladder at these moments and tells what was done at each. */
function watch(moments: readonly Look[]) {
  let ringing: Ringing | null = null;
  return moments.map(({ at, unheard, set = defaultSettings }): Ladder & { time: number } => {
    const ladder = climb(ringing, unheard, at, stepsOf(set));
    ({ ringing } = ladder);
    return { ...ladder, time: at };
  });
}
const everySecond = (seconds: number, unheard: (second: number) => readonly string[]) =>
  watch(Array.from({ length: seconds + 1 }, (_, s) => ({ at: s * 1000, unheard: unheard(s) })));
const rings = (told: ReturnType<typeof watch>) =>
  told.filter(({ ring }) => ring !== null).map(({ ring, time }) => [time / 1000, ring]);

test('one order nobody answers: at once, at 15 and 30 seconds, then every 10, the louder sound from 30 on', () => {
  expect(rings(everySecond(62, () => ['a']))).toEqual([
    [0, 'first'],
    [15, 'first'],
    [30, 'second'],
    [40, 'second'],
    [50, 'second'],
    [60, 'second'],
  ]);
});

test('the window is shown once, at 30 seconds', () => {
  const told = everySecond(90, () => ['a']);
  expect(told.filter(({ show }) => show).map(({ time }) => time)).toEqual([30_000]);
});

test('a second order rings at once, on the same bell and the same ladder', () => {
  expect(rings(everySecond(20, (s) => (s < 7 ? ['a'] : ['a', 'b'])))).toEqual([
    [0, 'first'],
    [7, 'first'],
    [15, 'first'],
  ]);
});

test('falls silent the moment nothing is unheard, once, and begins anew with the next order', () => {
  const told = everySecond(60, (s) => (s < 20 ? ['a'] : s < 40 ? [] : ['b']));
  expect(told.filter(({ hush }) => hush).map(({ time }) => time)).toEqual([20_000]);
  expect(rings(told)).toEqual([
    [0, 'first'],
    [15, 'first'],
    [40, 'first'],
    [55, 'first'],
  ]);
});

test('after a sleep over several steps it rings once, as loud as it should be by now', () => {
  const told = watch([
    { at: 0, unheard: ['a'] },
    { at: 100_000, unheard: ['a'] },
    { at: 100_001, unheard: ['a'] },
  ]);
  expect(told.map(({ ring }) => ring)).toEqual(['first', 'second', null]);
  expect(told.map(({ show }) => show)).toEqual([false, true, false]);
});

const ladderOf = (ladder: Partial<Settings['ladder']>, snoozeSeconds = 90): Climbing => ({
  ladder: { ...defaultSettings.ladder, ...ladder },
  bell: { ...defaultSettings.bell, snoozeSeconds },
});

test('the steps are those that are set; the louder sound comes with the first ring from its second on', () => {
  const set = ladderOf({ ringsAtSeconds: [0, 5, 25], thenEverySeconds: 20, louderAtSeconds: 40 });
  const told = watch(Array.from({ length: 70 }, (_, s) => ({ at: s * 1000, unheard: ['a'], set })));
  expect(rings(told)).toEqual([
    [0, 'first'],
    [5, 'first'],
    [25, 'first'],
    [45, 'second'],
    [65, 'second'],
  ]);
  expect(told.filter(({ show }) => show).map(({ time }) => time)).toEqual([45_000]);
});

test('a change while the bell rings counts from the next step on: no ring twice, none left out', () => {
  const slow = ladderOf({ ringsAtSeconds: [0], thenEverySeconds: 60 });
  const told = watch(
    Array.from({ length: 125 }, (_, s) => ({
      at: s * 1000,
      unheard: ['a'],
      set: s < 45 ? defaultSettings : slow,
    })),
  );
  expect(rings(told)).toEqual([
    [0, 'first'],
    [15, 'first'],
    [30, 'second'],
    [40, 'second'],
    [60, 'second'],
    [120, 'second'],
  ]);
  expect(told.filter(({ show }) => show)).toHaveLength(1);
});

test('no pause is longer than the snooze, though the ladder says so', () => {
  const set = ladderOf({ ringsAtSeconds: [0, 60], thenEverySeconds: 60 }, 15);
  expect(stepsOf(set)).toMatchObject({ ringsAt: [0, 15_000], thenEvery: 15_000 });
});

/** Whatever the schema lets through. */
const permitted: fc.Arbitrary<Climbing> = fc
  .record({
    first: fc.constant(0),
    pauses: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 7 }),
    thenEverySeconds: fc.integer({ min: 5, max: 60 }),
    louderAtSeconds: fc.integer({ min: 0, max: 120 }),
    snoozeSeconds: fc.integer({ min: 15, max: 180 }),
  })
  .map(({ first, pauses, snoozeSeconds, ...ladder }) => {
    let second = first;
    const ringsAtSeconds = [first, ...pauses.map((pause) => (second += pause))];
    return ladderOf({ ...ladder, ringsAtSeconds }, snoozeSeconds);
  })
  .filter(({ ladder }) => settings.shape.ladder.safeParse(ladder).success);

test('whatever is set, and changed while it rings: never silent for longer than the snooze, nor than a minute', () => {
  const looks = fc.array(
    fc.record({ pause: fc.integer({ min: 1, max: 4000 }), set: fc.option(permitted, { nil: null }) }),
    { minLength: 5, maxLength: 30 },
  );
  fc.assert(
    fc.property(permitted, looks, (first, changes) => {
      let [at, set] = [0, first];
      const moments: Look[] = [{ at, unheard: ['a'], set }];
      for (const change of changes) {
        set = change.set ?? set;
        moments.push({ at: (at += change.pause), unheard: ['a'], set });
      }
      let heard = 0;
      for (const [i, { ring, at: next, time }] of watch(moments).entries()) {
        const { bell } = moments[i]?.set ?? first;
        const longest = Math.min(bell.snoozeSeconds, 60) * 1000;
        if (ring !== null) heard = time;
        const silent = Math.max(time, next ?? Number.POSITIVE_INFINITY) - heard;
        if (silent > longest || (next ?? 0) <= time) throw new Error(`${silent} ms at ${time}, next ${next}`);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { climb, thenEveryMs, type Ladder, type Ringing } from './ladder.ts';

/** Looks at the ladder at these moments and tells what was done at each. */
function watch(moments: readonly { at: number; unheard: readonly string[] }[]) {
  let ringing: Ringing | null = null;
  return moments.map(({ at, unheard }): Ladder & { time: number } => {
    const ladder = climb(ringing, unheard, at);
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

test('while something is unheard it is never silent for longer than the ladder says, however often it is looked at', () => {
  const looks = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(looks, (pauses) => {
      let at = 0;
      const told = watch([0, ...pauses].map((pause) => ({ at: (at += pause), unheard: ['a'] })));
      const last = told.at(-1)?.time ?? 0;
      const heard = told.filter(({ ring }) => ring !== null).map(({ time }) => time);
      for (const [i, time] of [...heard, last].entries()) {
        const before = heard[i - 1];
        if (before !== undefined) expect(time - before).toBeLessThanOrEqual(15_000 + 4000);
      }
      for (const { at: next, time } of told) {
        expect(next).toBeGreaterThan(time);
        expect((next ?? 0) - time).toBeLessThanOrEqual(Math.max(15_000, thenEveryMs));
      }
    }),
  );
});

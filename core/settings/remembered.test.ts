import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf } from '../alerts/ladder.ts';
import { defaultSettings, settings as shape, type Settings } from '../../contract/settings.ts';
import { changed, withPolicy } from './effective.ts';

const loudAndShort = { bell: { volume: 0.9, snoozeSeconds: 45 }, startAtLogin: true, theme: 'dark' } as const;
const quiet = { ...defaultSettings, bell: { ...defaultSettings.bell, volume: 0.2, snoozeSeconds: 120 } };

test('a policy that cannot be read any more still asks for its care, and for nothing else', () => {
  const { effective, locked } = withPolicy(quiet, null, loudAndShort);
  expect(effective.bell).toMatchObject({ volume: 0.9, snoozeSeconds: 45 });
  expect(effective.startAtLogin).toBe(true);
  expect(effective.theme).toBe(quiet.theme);
  expect(locked).toEqual([]);
});

test('it never makes anything laxer', () => {
  const lax = { bell: { volume: 0.1, snoozeSeconds: 180 }, startAtLogin: false };
  const strict = { ...quiet, startAtLogin: true, bell: { ...quiet.bell, volume: 1, snoozeSeconds: 30 } };
  expect(withPolicy(strict, null, lax).effective).toEqual(strict);
});

test('a change of settings does not shake it off', () => {
  const known = withPolicy(quiet, null, loudAndShort);
  const after = changed(known, { bell: { ...quiet.bell, volume: 0 } }, null);
  expect(after.effective.bell.volume).toBe(0.9);
  expect(after.chosen.bell.volume).toBe(0);
});

test('more ladder, fewer groups, sooner stepped out: each in its own direction', () => {
  const wanted = {
    ladder: { ringsAtSeconds: [0, 20, 25, 60], thenEverySeconds: 30, louderAtSeconds: 60 },
    burst: { moreThan: 8, withinSeconds: 30 },
    stepOutAfterMinutes: 5,
  };
  const { effective } = withPolicy(defaultSettings, null, wanted);
  // The chosen one rings at 0, 15, 30, 40; of each pair the sooner.
  expect(effective.ladder).toEqual({
    ringsAtSeconds: [0, 15, 25, 40],
    thenEverySeconds: 10,
    louderAtSeconds: 30,
  });
  expect(effective.burst).toEqual({ moreThan: 8, withinSeconds: 10 });
  expect(effective.stepOutAfterMinutes).toBe(5);
});

const ladder: fc.Arbitrary<Settings['ladder']> = fc.record({
  ringsAtSeconds: fc.array(fc.integer({ min: 1, max: 37 }), { maxLength: 7 }).map((pauses) => {
    let second = 0;
    return [second, ...pauses.map((pause) => (second += pause))];
  }),
  thenEverySeconds: fc.integer({ min: 5, max: 60 }),
  louderAtSeconds: fc.integer({ min: 0, max: 120 }),
});
const ringTimes = (set: Settings): number[] => {
  const { ringsAt, thenEvery } = stepsOf(set);
  const last = ringsAt.at(-1) ?? 0;
  return [...ringsAt, ...Array.from({ length: 30 }, (_, n) => last + (n + 1) * thenEvery)].slice(0, 30);
};

test('of two ladders the careful one rings, ring for ring, no later than either, and is permitted itself', () => {
  fc.assert(
    fc.property(ladder, ladder, (mine, theirs) => {
      const chosen = { ...defaultSettings, ladder: mine };
      const { effective } = withPolicy(chosen, null, { ladder: theirs });
      expect(shape.safeParse(effective).success).toBe(true);
      const other = { ...chosen, ladder: theirs };
      const [own, others] = [ringTimes(chosen), ringTimes(other)];
      const late = ringTimes(effective).filter((at, nth) => at > Math.min(own[nth] ?? 0, others[nth] ?? 0));
      expect(late).toEqual([]);
      const { louderAtSeconds } = effective.ladder;
      expect(louderAtSeconds).toBe(Math.min(mine.louderAtSeconds, theirs.louderAtSeconds));
    }),
  );
});

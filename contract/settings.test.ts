import { expect, test } from 'vitest';
import { policy } from './policy.ts';
import { defaultSettings, settings } from './settings.ts';

test('the defaults are permitted', () => {
  expect(settings.parse(defaultSettings)).toEqual(defaultSettings);
});

const ladder = (change: object) => ({ ladder: { ...defaultSettings.ladder, ...change } });
const bell = (snoozeSeconds: number) => ({ bell: { volume: 1, snoozeSeconds } });

/** What a policy that asks for it is answered; null: it is permitted. */
function refusal(change: object): string | null {
  const read = policy.safeParse({ settings: change });
  return read.success ? null : (read.error.issues[0]?.message ?? '');
}

test.each([
  [ladder({ ringsAtSeconds: [0] })],
  [ladder({ ringsAtSeconds: [0, 60, 120], thenEverySeconds: 60, louderAtSeconds: 120 })],
  [ladder({ ringsAtSeconds: [0, 1, 2, 3, 4, 5, 6, 7], thenEverySeconds: 5, louderAtSeconds: 0 })],
  [bell(15)],
  [bell(180)],
  [{ burst: { moreThan: 1, withinSeconds: 1 } }],
  [{ burst: { moreThan: 20, withinSeconds: 60 } }],
  [{ stepOutAfterMinutes: 1 }],
  [{ stepOutAfterMinutes: 120 }],
])('%j is permitted', (change) => {
  expect(refusal(change)).toBeNull();
});

test.each([
  [ladder({ ringsAtSeconds: [] }), /must not be empty/],
  [ladder({ ringsAtSeconds: [5, 15] }), /must begin with 0/],
  [ladder({ ringsAtSeconds: [0, 61] }), /no pause longer than 60/],
  [ladder({ ringsAtSeconds: [0, 15, 15] }), /must grow/],
  [ladder({ ringsAtSeconds: [0, 30, 15] }), /must grow/],
  [ladder({ ringsAtSeconds: [0, 1, 2, 3, 4, 5, 6, 7, 8] }), /8 entries at most/],
  [ladder({ ringsAtSeconds: [0, 7.5] }), /from 0 to 300/],
  [ladder({ ringsAtSeconds: 15 }), /must be a list/],
  [ladder({ thenEverySeconds: 61 }), /from 5 to 60/],
  [ladder({ thenEverySeconds: 0 }), /from 5 to 60/],
  [ladder({ thenEverySeconds: undefined }), /from 5 to 60/],
  [ladder({ louderAtSeconds: 121 }), /from 0 to 120/],
  [bell(181), /from 15 to 180/],
  [bell(14), /from 15 to 180/],
  [{ burst: { moreThan: 0, withinSeconds: 10 } }, /from 1 to 20/],
  [{ burst: { moreThan: 5, withinSeconds: 61 } }, /from 1 to 60/],
  [{ stepOutAfterMinutes: 121 }, /from 1 to 120/],
  [{ stepOutAfterMinutes: '15' }, /from 1 to 120/],
])('%j is refused: what is wrong, why, and what to write', (change, sentence) => {
  expect(refusal(change)).toMatch(sentence);
  expect(refusal(change)).toMatch(/: .+\. Write /);
});

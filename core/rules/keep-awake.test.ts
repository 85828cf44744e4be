import { expect, test } from 'vitest';
import { restaurant, type Restaurant } from '../../contract/restaurant.ts';
import { createBrain, ledgerOf, noon, type Brain } from '../../tests/support/brain.ts';

/** Open from noon on for an hour, every day. */
const hours: Restaurant['openingHours'] = {
  week: Array.from({ length: 7 }, () => [{ opens: '12:00', closes: '13:00' }]),
  exceptions: [],
};
const minute = 60_000;

const at = (wall: number, about: Partial<Restaurant> = {}): Brain =>
  createBrain({
    at: { wall, mono: 1000 },
    ledger: { ...ledgerOf(), restaurant: restaurant.parse({ id: 'r1', name: 'Bella', ...about }) },
  });
const said = (brain: Brain) =>
  brain.effects().flatMap((effect) => (effect.do === 'keep-awake' ? [effect.on] : []));

test('it keeps the computer awake in opening hours, and lets it sleep afterwards', () => {
  const brain = at(noon - minute, { openingHours: hours });
  expect(said(brain)).toEqual([]);
  brain.pass(2 * minute);
  expect(said(brain)).toEqual([true]);
  brain.pass(30 * minute);
  expect(said(brain)).toEqual([]);
  brain.pass(30 * minute);
  expect(said(brain)).toEqual([false]);
});

test('who is always open is always awake, and so is who is not known yet', () => {
  expect(said(at(noon))).toEqual([true]);
  expect(said(createBrain())).toEqual([true]);
});

test('it can be switched off, and leaves nothing on when the console leaves', () => {
  const brain = at(noon);
  expect(said(brain)).toEqual([true]);
  brain.intend({ kind: 'change-settings', change: { keepAwake: false } });
  expect(said(brain)).toEqual([false]);
  brain.intend({ kind: 'change-settings', change: { keepAwake: true } });
  brain.intend({ kind: 'leave', discard: true });
  expect(said(brain)).toEqual([true, false]);
  expect(said(createBrain({ session: null }))).toEqual([]);
});

import { expect, test } from 'vitest';
import type { StatusView, View } from '../../contract/view.ts';
import { lunch, view } from '../../tests/preview/fixtures.ts';
import { badgesOf, entriesFor, homeOf, screenNames, screens } from './screens.ts';

const at = (word: StatusView['word'], change: Partial<View> = {}): View => {
  const usual = view({ orders: lunch(), ...change });
  return { ...usual, status: { ...usual.status, word } };
};
const outside = { device: null, restaurant: null, orders: [] };

test.each<[string, View, 'queue' | 'setup']>([
  ['live', at('live'), 'queue'],
  ['offline', at('offline'), 'queue'],
  ['starting', at('starting'), 'queue'],
  ['never set up', at('not-enrolled', outside), 'setup'],
  ['signed out with orders that can still be read', at('signed-out'), 'queue'],
  ['signed out with nothing to read', at('signed-out', { orders: [] }), 'setup'],
  ['signed out and gone', at('signed-out', { device: null }), 'setup'],
])('the home of a console that is %s', (_what, seen, home) => {
  expect(homeOf(seen)).toBe(home);
});

test('signed out, the form to connect again may be opened over what can still be read; live it closes', () => {
  expect(screens.setup.maySee(at('signed-out'))).toBe(true);
  expect(screens.setup.maySee(at('live'))).toBe(false);
});

test('whoever is outside gets the settings, because of the language, the self-test, and nothing of a restaurant', () => {
  expect(entriesFor(at('not-enrolled', outside))).toEqual(['self-test', 'settings']);
  const others = screenNames.filter((name) => !['setup', 'settings', 'self-test'].includes(name));
  expect(others.filter((name) => screens[name].maySee(at('not-enrolled', outside)))).toEqual([]);
});

test('a name without a screen does not compile', () => {
  const { queue, ...others } = screens;
  // @ts-expect-error The queue is missing.
  const lacking: typeof screens = others;
  expect(Object.keys(lacking)).not.toContain('queue');
  expect(queue.lies).toBe('home');
});

test('the menu keeps the order of the table, and its badge is the sum of what waits', () => {
  const seen = at('live');
  expect(entriesFor(seen)).toEqual(
    screenNames.filter((name) => screens[name].entry && screens[name].maySee(seen)),
  );
  expect(entriesFor(seen)).toContain('keys');
  const badges = entriesFor(seen).map((name) => screens[name].entry?.badge(seen) ?? 0);
  expect(badgesOf(seen)).toBe(badges.reduce((sum, badge) => sum + badge, 0));
});

import { expect, test } from 'vitest';
import { isInSight, readTold, shownOf, type Told } from './shown.ts';
import { pushLanguages } from './words.ts';

const told: Told = {
  id: 'm1',
  kind: 'order.ready',
  title: 'Your order 47 is ready.',
  body: '',
  restaurant: 'Bella',
  order: { id: 'o1', number: '47' },
  path: '/track/cbo_abc-_1',
};

test('an order that is ready is said in the reader’s language, with whose it is', () => {
  expect(shownOf(told, ['de-CH', 'en'], [])).toMatchObject({
    title: 'Bestellung 47 ist fertig',
    options: { body: 'Bella', lang: 'de', dir: 'ltr', tag: 'o1', renotify: true },
  });
  expect(shownOf(told, ['ar'], []).options.dir).toBe('rtl');
  const titles = pushLanguages.map((language) => shownOf(told, [language], []).title);
  expect(new Set(titles).size).toBe(pushLanguages.length);
  for (const title of titles) expect(title).toContain('47');
});

test.each(['escalation', 'no-console'])('%s has words of its own, and stays until it is seen', (kind) => {
  const { title, options } = shownOf({ ...told, kind }, ['fr'], []);
  expect(title).not.toBe(told.title);
  expect(options.requireInteraction).toBe(true);
});

test('what somebody wrote, or a kind of a newer version, is shown as it was written', () => {
  for (const kind of ['message', 'stock-low'])
    expect(
      shownOf({ ...told, kind, order: null, title: 'Oven', body: 'It is hot' }, ['de'], []),
    ).toMatchObject({
      title: 'Oven',
      options: { body: 'Bella · It is hot', tag: kind },
    });
});

test('the same push that comes twice alerts once; another about the same order alerts again', () => {
  expect(shownOf(told, [], ['m1']).options.renotify).toBe(false);
  expect(shownOf({ ...told, id: 'm2' }, [], ['m1']).options.renotify).toBe(true);
});

test('a page in sight rings by itself; one that is hidden, or about another order, does not', () => {
  const page = (path: string, visibilityState = 'visible') => ({
    url: `https://bell.example${path}`,
    visibilityState,
  });
  expect(isInSight(told, [page('/track/other'), page('/track/cbo_abc-_1')])).toBe(true);
  expect(isInSight(told, [page('/track/cbo_abc-_1', 'hidden'), page('/track/other')])).toBe(false);
  expect(isInSight({ ...told, path: null }, [page('/track/cbo_abc-_1')])).toBe(false);
});

test.each([null, 'x', 7, [], {}, { id: 'a' }, { title: 'b' }, { id: 1, title: 2 }])(
  'of %j nothing is shown',
  (wire) => {
    expect(readTold(wire)).toBeNull();
  },
);

test.each(['https://evil.example/x', '//evil.example', '/a//b', 'track/x', '/a?b', 7])(
  'a path such as %s leads nowhere',
  (path) => {
    expect(readTold({ ...told, path })).toEqual({ ...told, path: null });
  },
);

test('what is read is bounded', () => {
  const long = readTold({ ...told, title: 'x'.repeat(9000), body: 'y'.repeat(9000) });
  expect(long?.title).toHaveLength(200);
  expect(long?.body).toHaveLength(600);
});

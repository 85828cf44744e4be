import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statusWords } from '../../contract/view.ts';
import { createBrain, iso, ledgerOf, noon, orderId, orderNo, type Brain } from '../../tests/support/brain.ts';
import type { State } from '../assembly.ts';
import { looksTheSame, trayOf, trayFacts } from './tray-of.ts';
import { applyChanges, orderIs } from '../../tests/support/ledger.ts';

const stateWith = (word: State['status']['word'], ...orders: ReturnType<typeof orderNo>[]): State => {
  const { ledger, status, ...rest } = createBrain().state();
  const changes = orders.map((order) => orderIs(order));
  return { ...rest, ledger: applyChanges(ledger, changes), status: { ...status, word } };
};
const tray = (state: State, now = noon) => trayOf(trayFacts(state, now));
const itemOf = (state: State, id: string) => tray(state).menu.find((item) => 'id' in item && item.id === id);

test.each(statusWords)('%s has an icon of its kind, and a line that says it', (word) => {
  const { icon, tooltip } = tray(stateWith(word));
  const works = ['live', 'catching-up', 'polling', 'checked'].includes(word);
  const idle = word === 'not-enrolled' || word === 'starting';
  expect(icon).toBe(works ? 'live' : idle ? 'idle' : 'offline');
  expect(tooltip).toMatch(/^Counterbell · \S/);
  expect(itemOf(stateWith(word), 'try-now')).toMatchObject({ enabled: word !== 'live' });
});

test('no two words read the same', () => {
  expect(new Set(statusWords.map((word) => tray(stateWith(word)).tooltip)).size).toBe(statusWords.length);
});

test('an order that waits unheard wins over whatever the line is doing', () => {
  for (const word of statusWords) expect(tray(stateWith(word, orderNo(1))).icon).toBe('attention');
  const snoozed = stateWith('live', orderNo(1, { snoozedUntil: iso(noon + 1000) }));
  expect(tray(snoozed).icon).toBe('live');
  expect(itemOf(snoozed, 'stop-bell')).toMatchObject({ enabled: false });
  expect(tray(snoozed, noon + 1000).icon).toBe('attention');
});

test('the menu names what waits, the first five of it, and nothing that is answered or for later', () => {
  const state = stateWith(
    'live',
    ...[1, 2, 3, 4, 5, 6].map((n) => orderNo(n)),
    orderNo(7, { status: 'accepted' }),
    orderNo(8, { ringAt: iso(noon + 3_600_000) }),
  );
  const named = tray(state).menu.flatMap((item) =>
    'id' in item && item.id.startsWith('order:') ? [item.id] : [],
  );
  expect(named).toEqual([1, 2, 3, 4, 5].map((n) => `order:${orderId(n)}`));
  expect(tray(state).tooltip).toContain('6');
});

test('what is said to look the same is the same, and what looks different is drawn anew', () => {
  const any = fc.record({
    word: fc.constantFrom(...statusWords),
    orders: fc.uniqueArray(fc.integer({ min: 1, max: 3 })),
    snoozed: fc.boolean(),
  });
  const factsOf = ({
    word,
    orders,
    snoozed,
  }: {
    word: State['status']['word'];
    orders: readonly number[];
    snoozed: boolean;
  }) =>
    trayFacts(
      stateWith(word, ...orders.map((n) => orderNo(n, snoozed ? { snoozedUntil: iso(noon + 1) } : {}))),
      noon,
    );
  const waits = { word: 'live', orders: [1], snoozed: false } as const;
  const looks: Parameters<typeof factsOf>[0][] = [
    waits,
    { ...waits, snoozed: true },
    { ...waits, orders: [1, 2] },
    { ...waits, word: 'offline' },
  ];
  for (const [at, one] of looks.entries())
    for (const [there, other] of looks.entries())
      expect(looksTheSame(factsOf(one), factsOf(other))).toBe(at === there);
  fc.assert(
    fc.property(any, any, (one, other) => {
      const [a, b] = [factsOf(one), factsOf(other)];
      if (looksTheSame(a, b)) expect(trayOf(a)).toEqual(trayOf(b));
      else expect(trayOf(a)).not.toEqual(trayOf(b));
      expect(looksTheSame(a, factsOf(one))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a choice of the menu does what it says', () => {
  const brain: Brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  brain.pass(11_000);
  brain.effects();
  brain.tell({ kind: 'chosen', choice: `order:${orderId(1)}` });
  expect(brain.state().focus).toMatchObject({ order: orderId(1) });
  expect(brain.effects()).toContainEqual({ do: 'show', how: 'focus' });
  brain.tell({ kind: 'chosen', choice: 'stop-bell' });
  expect(brain.effects()).toContainEqual({ do: 'silence' });
  brain.tell({ kind: 'chosen', choice: 'try-now' });
  expect(brain.effects()).toContainEqual({ do: 'realtime', act: 'connect' });
});

test('what is unread is said for whoever is stepped in, offered in the menu, and drawn anew when it changes', () => {
  const facts = trayFacts(stateWith('live'), noon);
  expect(facts.unread).toBeNull();
  for (const unread of [null, 0]) expect(trayOf({ ...facts, unread }).tooltip).toBe('Counterbell · Live');
  const three = trayOf({ ...facts, unread: 3 });
  expect(three.tooltip).toBe('Counterbell · Live · 3 new messages');
  expect(three.menu).toContainEqual({ id: 'inbox', label: '3 new messages', enabled: true });
  expect(three.icon).toBe('live');
  expect(looksTheSame({ ...facts, unread: 3 }, { ...facts, unread: 4 })).toBe(false);
});

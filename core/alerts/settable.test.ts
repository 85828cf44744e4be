import { expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../contract/settings.ts';
import {
  createBrain,
  ledgerOf,
  orderId,
  orderNo,
  session,
  type Brain,
  type BrainOptions,
} from '../../tests/support/brain.ts';
import { withPolicy } from '../settings/effective.ts';
import { applyChanges, orderIs } from '../../tests/support/ledger.ts';

const withSettings = (set: Partial<Settings>, options: BrainOptions = {}): Brain =>
  createBrain({ ...options, state: { settings: withPolicy({ ...defaultSettings, ...set }, null) } });
const toasts = (brain: Brain) =>
  brain.effects().flatMap((effect) => (effect.do === 'toast' ? [effect.toast] : []));
const come = (brain: Brain, ...numbers: number[]): void => {
  const orders = numbers.map((n) => orderIs(orderNo(n)));
  brain.know({ ledger: applyChanges(brain.state().ledger, orders) });
  brain.tell({ kind: 'wake' });
};
/** Nothing is being caught up. */
const readUp = (brain: Brain): void => brain.know({ flows: new Map() });

test('as many as are set are told one by one, the next ones together', () => {
  const brain = withSettings({ burst: { moreThan: 2, withinSeconds: 30 } });
  readUp(brain);
  for (const n of [1, 2]) come(brain, n);
  expect(toasts(brain).map(({ title }) => title)).toEqual(['New order 1', 'New order 2']);
  brain.pass(20_000);
  come(brain, 3);
  come(brain, 4);
  expect(toasts(brain)).toEqual([]);
  brain.pass(2500);
  expect(toasts(brain)).toMatchObject([{ title: expect.stringMatching(/^2 orders came in/), body: '3, 4' }]);
});

/** Two by themselves, then two in a group that the desktop has shown. */
function groupOfTwo() {
  const brain = withSettings({ burst: { moreThan: 2, withinSeconds: 30 } });
  readUp(brain);
  for (const n of [1, 2, 3]) come(brain, n);
  come(brain, 4);
  brain.pass(2500);
  const group = toasts(brain).at(-1)?.id ?? '';
  return {
    brain,
    group,
    shown: () => brain.tell({ kind: 'toasted', toast: group, outcome: { kind: 'shown' } }),
  };
}

test('a group that still asks for somebody grows in its place, by those that still wait', () => {
  const { brain, group, shown } = groupOfTwo();
  shown();
  brain.know({ ledger: applyChanges(brain.state().ledger, [orderIs(orderNo(3, { status: 'accepted' }))]) });
  come(brain, 5, 6);
  brain.pass(2500);
  expect(toasts(brain)).toMatchObject([
    { id: group, title: expect.stringMatching(/^3 orders came in/), body: '4, 5, 6' },
  ]);
  const told = () =>
    brain.effects().filter((effect) => effect.do === 'log' && effect.event === 'alert.shown');
  shown();
  // Each was told once.
  expect(told().map((effect) => 'fields' in effect && effect.fields.number)).toEqual(['5', '6']);
});

test('one whose outcome is not known yet stays as it is: its outcome must not be taken for that of others', () => {
  const { brain, group } = groupOfTwo();
  come(brain, 5, 6);
  brain.pass(2500);
  const [other] = toasts(brain);
  expect(other).toMatchObject({ body: '5, 6' });
  expect(other?.id).not.toBe(group);
});

test('a group that had grown when the console died is told as a whole, and nobody on it a second time', () => {
  const alert = (n: number, outcome: 'shown' | 'intended') => ({
    id: `placed:${orderId(n)}`,
    order: orderId(n),
    number: String(n),
    kind: 'placed' as const,
    raisedAt: 0,
    toast: 'group:1',
    outcome,
  });
  const alerts = [alert(3, 'shown'), alert(4, 'shown'), alert(5, 'intended')];
  const brain = withSettings(
    {},
    {
      state: {},
      ledger: {
        ...ledgerOf(...[3, 4, 5].map((n) => orderNo(n))),
        alerts: new Map(alerts.map((one) => [one.id, one])),
      },
    },
  );
  readUp(brain);
  brain.tell({ kind: 'wake' });
  brain.pass(20_000);
  expect(toasts(brain)).toMatchObject([{ id: 'group:1', body: '3, 4, 5' }]);
});

test('with more room each is told by itself', () => {
  const brain = withSettings({ burst: { moreThan: 8, withinSeconds: 10 } });
  readUp(brain);
  for (const n of [1, 2, 3, 4, 5, 6, 7]) come(brain, n);
  expect(toasts(brain)).toHaveLength(7);
});

test('a single order behind a burst is told as an order, not as a group of one', () => {
  const brain = withSettings({});
  readUp(brain);
  for (const n of [1, 2, 3, 4, 5]) come(brain, n);
  expect(toasts(brain)).toHaveLength(5);
  come(brain, 6);
  brain.pass(2500);
  expect(toasts(brain)).toEqual([
    {
      id: `placed:${orderId(6)}`,
      title: 'New order 6',
      body: '1× Soup · Pick-up',
      sticky: true,
      open: 'Open',
      stopBell: 'Stop bell',
    },
  ]);
});

test('what is left of a group after a crash is told as an order, under the name of the group', () => {
  const alert = (n: number) => ({
    id: `placed:${orderId(n)}`,
    order: orderId(n),
    number: String(n),
    kind: 'placed' as const,
    raisedAt: 0,
    toast: 'group:g1',
    outcome: 'intended' as const,
  });
  const ledger = ledgerOf(orderNo(1), orderNo(2, { status: 'accepted' }));
  const brain = createBrain({
    ledger: { ...ledger, alerts: new Map([1, 2].map((n) => [alert(n).id, alert(n)])) },
    state: { flows: new Map() },
  });
  readUp(brain);
  brain.tell({ kind: 'wake' });
  expect(toasts(brain)).toMatchObject([{ id: 'group:g1', title: 'New order 1', body: '1× Soup · Pick-up' }]);
});

test('the bell climbs the ladder that is set, and a change counts from the next step on', () => {
  const ladder = { ringsAtSeconds: [0, 5], thenEverySeconds: 5, louderAtSeconds: 10 };
  const brain = withSettings({ ladder });
  readUp(brain);
  const rings = () => brain.effects().flatMap((effect) => (effect.do === 'ring' ? [effect.sound] : []));
  come(brain, 1);
  brain.pass(10_500);
  expect(rings()).toEqual(['first', 'first', 'second']);
  brain.intend({
    kind: 'change-settings',
    change: { ladder: { ...ladder, ringsAtSeconds: [0, 30], thenEverySeconds: 60 } },
  });
  brain.pass(19_000);
  expect(rings()).toEqual([]);
  brain.pass(1000);
  expect(rings()).toEqual(['second']);
});

test('who did nothing for as long as is set is stepped out', () => {
  const brain = withSettings({ stepOutAfterMinutes: 2 });
  brain.tell({
    kind: 'stepped-in',
    session: session.folder,
    person: { id: 'p1', name: 'Noor', role: 'manager' },
    token: 'token-of-noor',
    streams: [],
  });
  brain.pass(119_000);
  expect(brain.state().person?.person.name).toBe('Noor');
  brain.pass(1000);
  expect(brain.state().person).toBeNull();
});

import { expect, test } from 'vitest';
import { now, shown } from '../../../tests/preview/fixtures.ts';
import { commandOfKey, type KeyModel } from './key-command.ts';

const iso = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const fresh = shown({ number: '1', status: 'new', promisedAt: null });
const cooking = shown({ number: '2', status: 'accepted' });
const told = shown({ number: '3', status: 'ready', tellAt: iso(9) });
const gone = shown({ number: '4', status: 'accepted' });
const closed = shown({ number: '5', status: 'collected' });

const model: KeyModel = {
  view: { orders: [fresh, cooking, told, closed], restaurant: null },
  board: {
    keys: new Map([fresh, cooking, told, gone, closed].map(({ order }, index) => [order.id, index + 1])),
    freed: new Map(),
  },
  chosenMinutes: (id) => (id === fresh.order.id ? 40 : null),
  now,
};

test.each<[string, Parameters<typeof commandOfKey>[0], ReturnType<typeof commandOfKey>]>([
  [
    'accepts with the minutes that were set',
    { kind: 'next', key: 1 },
    { kind: 'press', order: fresh.order.id, verb: 'accept', extra: { minutes: 40 } },
  ],
  ['readies', { kind: 'next', key: 2 }, { kind: 'press', order: cooking.order.id, verb: 'ready', extra: {} }],
  [
    'hands over',
    { kind: 'next', key: 3 },
    { kind: 'press', order: told.order.id, verb: 'collect', extra: {} },
  ],
  ['does nothing for an order that is gone', { kind: 'next', key: 4 }, null],
  ['does nothing for an order without a next step', { kind: 'next', key: 5 }, null],
  ['does nothing where it belongs to no order', { kind: 'next', key: 9 }, null],
  ['takes back what can be', { kind: 'undo' }, { kind: 'undo', order: told.order.id, command: null }],
])('a key %s', (_what, act, command) => {
  expect(commandOfKey(act, model)).toEqual(command);
});

test('with nothing to take back, "undo" does nothing; the restaurant’s own time is used', () => {
  const view = { orders: [cooking, fresh], restaurant: { prepMinutes: 22 } } as unknown as KeyModel['view'];
  expect(commandOfKey({ kind: 'undo' }, { ...model, view })).toBeNull();
  expect(commandOfKey({ kind: 'next', key: 1 }, { ...model, view, chosenMinutes: () => null })).toMatchObject(
    { extra: { minutes: 22 } },
  );
});

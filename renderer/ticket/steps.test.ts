import { expect, test } from 'vitest';
import { statuses, transitions } from '../../contract/order.ts';
import type { OrderView } from '../../contract/view.ts';
import { now, order, shown } from '../../tests/preview/fixtures.ts';
import {
  acceptMinutes,
  commandToUndo,
  isManager,
  needsManager,
  stepsOf,
  takeBackOf,
  undoTarget,
} from './steps.ts';

const iso = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const pending = (change: Partial<NonNullable<OrderView['pending']>>): OrderView['pending'] => ({
  command: 'c',
  verb: 'ready',
  state: 'sending',
  undoable: true,
  pressedAt: iso(0),
  problem: null,
  ...change,
});

test.each(statuses)('every step offered from %s may start there', (status) => {
  const { next, others } = stepsOf(order({ status }));
  for (const verb of [...others, ...(next ? [next] : [])])
    expect([...transitions[verb].from]).toContain(status);
});

test('the next step of each status', () => {
  expect(stepsOf(order({ status: 'new' })).next).toBe('accept');
  expect(stepsOf(order({ status: 'accepted' })).next).toBe('ready');
  expect(stepsOf(order({ status: 'ready' })).next).toBe('collect');
  expect(stepsOf(order({ status: 'cancelled', toBeUnderstood: 'cancelled' }))).toEqual({
    next: 'understood',
    others: [],
  });
  expect(stepsOf(order({ status: 'accepted', toBeUnderstood: 'changed' })).next).toBe('understood');
});

test('only what was assumed to be collected can come back', () => {
  expect(stepsOf(order({ status: 'collected' })).others).toEqual([]);
  expect(stepsOf(order({ status: 'collected', assumed: true })).others).toEqual(['recall']);
});

test('taking back what the customer heard is for managers', () => {
  expect(needsManager('recall', order({ status: 'ready', tellAt: iso(5) }))).toBe(false);
  expect(needsManager('recall', order({ status: 'ready', toldAt: iso(-5) }))).toBe(true);
  expect(needsManager('cancel', order({ status: 'accepted' }))).toBe(true);
  expect(isManager(null)).toBe(false);
  expect(isManager({ id: 'p', name: 'Kim', role: 'counter' })).toBe(false);
  expect(isManager({ id: 'p', name: 'Kim', role: 'manager' })).toBe(true);
});

test('a ready is undone while it can be, and recalled afterwards', () => {
  expect(takeBackOf(shown({ status: 'ready', tellAt: iso(5) }), now)).toBe('undo');
  expect(takeBackOf(shown({ status: 'ready' }, pending({})), now)).toBe('undo');
  expect(takeBackOf(shown({ status: 'ready', tellAt: iso(-5) }), now)).toBe('recall');
});

test('"undo" means the latest thing that can be taken back', () => {
  const older = shown({ number: '1', status: 'ready' }, pending({ pressedAt: iso(-9) }));
  const newer = shown({ number: '2', status: 'accepted' }, pending({ verb: 'accept', pressedAt: iso(-2) }));
  const told = shown({ number: '3', status: 'ready', tellAt: iso(-1) }, pending({ undoable: false }));
  expect(undoTarget([older, newer, told], now)).toBe(newer);
  expect(undoTarget([told], now)).toBeNull();
  const confirmed = shown({
    number: '4',
    status: 'ready',
    tellAt: iso(9),
    acts: [{ what: 'ready', at: iso(-1), by: { kind: 'device', name: '' } }],
  });
  expect(undoTarget([older, newer, confirmed], now)).toBe(confirmed);
});

test('what is taken back is the press that is seen, never one that came meanwhile', () => {
  expect(commandToUndo(shown({ status: 'ready' }, pending({ command: 'seen' })))).toBe('seen');
  expect(commandToUndo(shown({ status: 'ready' }, pending({ undoable: false })))).toBeNull();
  expect(commandToUndo(shown({ status: 'ready', tellAt: iso(5) }))).toBeNull();
});

test('accepting offers the promise, otherwise the usual time', () => {
  expect(acceptMinutes(order({ promisedAt: iso(20 * 60) }), 15, now)).toBe(20);
  expect(acceptMinutes(order({ promisedAt: iso(20) }), 15, now)).toBe(1);
  expect(acceptMinutes(order({ promisedAt: iso(-60) }), 15, now)).toBe(15);
  expect(acceptMinutes(order({ promisedAt: null }), 15, now)).toBe(15);
});

test('of a status that nobody here knows: understood first, and what the order system may take', () => {
  const unknown = order({ status: 'unknown', statusWord: 'in-review' });
  expect(stepsOf(unknown)).toEqual({ next: 'understood', others: ['accept', 'ready'] });
  expect(stepsOf({ ...unknown, answered: true })).toEqual({ next: 'ready', others: ['accept'] });
});

import { expect, test } from 'vitest';
import { keyAct, type KeyState } from './queue-keys.ts';

const calm: KeyState = { typing: false, covered: false, choosing: false };
const press = (key: string, state: Partial<KeyState> = {}, repeat = false, modified = false) =>
  keyAct({ key, repeat, modified }, { ...calm, ...state });

test('digits are the next step of a ticket, on Arabic keyboards too', () => {
  expect(press('1')).toEqual({ kind: 'next', key: 1 });
  expect(press('9')).toEqual({ kind: 'next', key: 9 });
  expect(press('٣')).toEqual({ kind: 'next', key: 3 });
  expect(press('0')).toBeNull();
});

test('the other keys', () => {
  expect(press('u')).toEqual({ kind: 'undo' });
  expect(press('U')).toEqual({ kind: 'undo' });
  expect(press('/')).toEqual({ kind: 'search' });
  expect(press('?')).toEqual({ kind: 'help' });
  expect(press('h')).toEqual({ kind: 'history' });
  expect(press('x')).toBeNull();
});

test('after "O" a digit opens its ticket instead of pressing its next step', () => {
  expect(press('o')).toEqual({ kind: 'choose' });
  expect(press('3', { choosing: true })).toEqual({ kind: 'open', key: 3 });
  expect(press('٣', { choosing: true })).toEqual({ kind: 'open', key: 3 });
});

test('never while typing, under a screen, held down, or with a modifier', () => {
  for (const key of ['1', 'u', 'o', 'h', '/', '?']) {
    expect(press(key, { typing: true })).toBeNull();
    expect(press(key, { covered: true })).toBeNull();
    expect(press(key, {}, true)).toBeNull();
    expect(press(key, {}, false, true)).toBeNull();
  }
});

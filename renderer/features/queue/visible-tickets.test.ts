import { expect, test } from 'vitest';
import { visibleOf, type Box } from './visible-tickets.ts';

const frame = { top: 0, bottom: 100 };
const box = (id: string, top: number, bottom: number, button = { top: bottom - 20, bottom }): Box => ({
  id,
  top,
  bottom,
  button,
});

test('seen is what can be pressed', () => {
  const visible = visibleOf([box('a', -50, 5), box('b', 10, 60), box('c', 70, 140)], frame);
  expect(visible.seen).toEqual(['b']);
});

test('below is what the edge cuts off, but for a hair', () => {
  expect(visibleOf([box('a', 10, 110), box('b', 60, 130), box('c', 200, 300)], frame).below).toBe(2);
  expect(visibleOf([box('a', 10, 60)], frame).below).toBe(0);
});

test('a ticket without a next step has nothing to press', () => {
  expect(visibleOf([{ ...box('a', 10, 60), button: null }], frame).seen).toEqual([]);
});

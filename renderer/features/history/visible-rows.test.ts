import { expect, test } from 'vitest';
import { drawnRows, sliceOf } from './visible-rows.ts';

test('only what is in sight and a little around it is drawn, however long the list is', () => {
  expect(sliceOf(0, 600, 60, 10_000)).toEqual({ first: 0, last: 18 });
  expect(sliceOf(60_000, 600, 60, 10_000)).toEqual({ first: 992, last: 1018 });
  expect(sliceOf(599_400, 600, 60, 10_000)).toEqual({ first: 9982, last: 9999 });
});

test('a list that has become shorter, is empty, or is not measured yet', () => {
  expect(sliceOf(60_000, 600, 60, 5)).toEqual({ first: 4, last: 4 });
  expect(sliceOf(0, 600, 60, 0)).toEqual({ first: 0, last: -1 });
  expect(sliceOf(0, 0, 0, 100)).toEqual({ first: 0, last: 0 });
  expect(sliceOf(0, 0, Number.NaN, 100)).toEqual({ first: 0, last: 0 });
});

test('the row with the focus is drawn wherever it is, in its place', () => {
  expect(drawnRows({ first: 3, last: 5 }, 4, 9)).toEqual([3, 4, 5]);
  expect(drawnRows({ first: 3, last: 5 }, 0, 9)).toEqual([0, 3, 4, 5]);
  expect(drawnRows({ first: 3, last: 5 }, 8, 9)).toEqual([3, 4, 5, 8]);
  expect(drawnRows({ first: 3, last: 5 }, 9, 9)).toEqual([3, 4, 5]);
  expect(drawnRows({ first: 0, last: -1 }, -1, 0)).toEqual([]);
});

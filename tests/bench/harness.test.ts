import os from 'node:os';
import { expect, test } from 'vitest';
import { fdatasyncP50Ms, percentile, table, toFigure } from './harness.ts';

test('percentiles are nearest-rank values that were really measured', () => {
  const samples = [9, 1, 5, 3, 7];
  expect(percentile(samples, 0.5)).toBe(5);
  expect(percentile(samples, 0.99)).toBe(9);
  expect(percentile(samples, 0)).toBe(1);
  expect(() => percentile([], 0.5)).toThrow(/at least one sample/);
});

test('a goal is met exactly at its limit', () => {
  expect(toFigure('p99', 200, 'ms', { atMost: 200 })).toMatchObject({ goal: '<= 200', ok: true });
  expect(toFigure('p99', 200.1, 'ms', { atMost: 200 })).toMatchObject({ ok: false });
  expect(toFigure('rate', 999, '1/s', { atLeast: 1000 })).toMatchObject({ goal: '>= 1000', ok: false });
  expect(toFigure('rate', 999, '1/s')).toMatchObject({ goal: null, ok: null });
});

test('what was not measured is no figure', () => {
  expect(() => toFigure('p99', Number.NaN, 'ms')).toThrow(/p99/);
});

test('a missed goal cannot be overlooked, and a durable figure stands beside the cost of one flush', () => {
  const machine = { cpu: 'a', cores: 2, memory: '4 GiB', node: '24.0.0', os: 'Linux' };
  const figures = [toFigure('commit_p99_ms', 12.345678, 'ms', { atMost: 5 })];
  const lines = table({ name: 'sample', machine, figures }, new Map([['commit_p99_ms', 0.1]]));
  expect(lines[1]).toMatch(/commit_p99_ms +12\.35 +ms +<= 5 +MISSED +one fdatasync here: 0\.1 ms/);
});

test('the disk is measured', () => {
  expect(fdatasyncP50Ms(os.tmpdir(), 5)).toBeGreaterThan(0);
});

import { expect, test } from 'vitest';
import { planLiveness, verdictOn } from './liveness.ts';

test('thirty seconds announced: pinged after 45, gone after 55, looked at every second', () => {
  const plan = planLiveness(30, 10);
  expect(plan).toEqual({ lookEveryMs: 1_000, pingAfterLooks: 45, goneAfterLooks: 55 });
  expect(verdictOn(44, plan)).toBe('fine');
  expect(verdictOn(45, plan)).toBe('ping');
  expect(verdictOn(46, plan)).toBe('fine');
  expect(verdictOn(54, plan)).toBe('fine');
  expect(verdictOn(55, plan)).toBe('gone');
});

test.each([
  [8, 4],
  [120, 30],
  [0.1, 0.1],
  [1, 60],
])('%d s announced, %d s for the answer: the client has time for its own ping first', (activity, pong) => {
  const plan = planLiveness(activity, pong);
  expect(plan.pingAfterLooks * plan.lookEveryMs).toBeGreaterThanOrEqual(activity * 1_000);
  expect((plan.goneAfterLooks - plan.pingAfterLooks) * plan.lookEveryMs).toBeGreaterThanOrEqual(pong * 1_000);
});

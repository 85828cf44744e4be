import { expect, test } from 'vitest';
import { createClock } from './clock.ts';

function handClock() {
  let now = 1000;
  let running: (() => void) | null = null;
  const clock = createClock({
    now: () => now,
    every(_ms, run) {
      running = run;
      return () => {
        running = null;
      };
    },
  });
  return {
    clock,
    isTicking: () => running !== null,
    pass(ms: number) {
      now += ms;
      running?.();
    },
  };
}

test('it ticks only while somebody listens, with one interval for all', () => {
  const { clock, isTicking, pass } = handClock();
  expect(isTicking()).toBe(false);
  let heard = 0;
  const stopOne = clock.subscribe(() => (heard += 1));
  const stopTwo = clock.subscribe(() => (heard += 1));
  pass(1000);
  expect(heard).toBe(2);
  expect(clock.now()).toBe(2000);
  stopOne();
  stopTwo();
  expect(isTicking()).toBe(false);
});

test("it tells the backend's time", () => {
  const { clock, pass } = handClock();
  clock.subscribe(() => {});
  clock.setSkew(500);
  expect(clock.now()).toBe(1500);
  pass(1000);
  expect(clock.now()).toBe(2500);
});

test('paused it costs nothing; resumed it is right at once', () => {
  const { clock, isTicking, pass } = handClock();
  let heard = 0;
  clock.subscribe(() => (heard += 1));
  clock.pause();
  expect(isTicking()).toBe(false);
  pass(60_000);
  expect(heard).toBe(0);
  clock.resume();
  expect(heard).toBe(1);
  expect(clock.now()).toBe(61_000);
});

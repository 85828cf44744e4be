import { expect, test } from 'vitest';
import { dawn, MachineClock, Timeline } from './clock.ts';

test('things happen in the order of their time, and promise chains end in between', async () => {
  const timeline = new Timeline();
  const told: string[] = [];
  timeline.at(20, () => told.push('late'));
  timeline.at(10, () => {
    void (async () => {
      for (let hop = 0; hop < 50; hop += 1) await Promise.resolve();
      told.push('promised');
    })();
    timeline.at(10, () => told.push('same moment, later asked'));
  });
  timeline.at(10, () => told.push('same moment')).cancel();
  await timeline.runUntil(20);
  expect(told).toEqual(['promised', 'same moment, later asked', 'late']);
  expect(timeline.wall()).toBe(dawn + 20);
});

test.each([
  { keepsCounting: true, rangAt: 1000, monotonic: 1000 },
  { keepsCounting: false, rangAt: 1050, monotonic: 150 },
])('a timer that fell due in sleep rings after waking: $keepsCounting', async (machine) => {
  const timeline = new Timeline();
  const clock = new MachineClock(timeline, 0, machine.keepsCounting);
  const { clock: port, ended } = clock.port();
  let rangAt = -1;
  port.after(100, () => {
    rangAt = timeline.now;
  });
  timeline.at(50, () => clock.sleep());
  timeline.at(1000, () => clock.wake());
  await timeline.runUntil(1100);
  expect(clock.awakeFor).toBe(150);
  expect(rangAt).toBe(machine.rangAt);
  expect(port.monotonic()).toBe(machine.monotonic + (machine.keepsCounting ? 100 : 0));
  port.after(10, () => {
    rangAt = -2;
  });
  ended();
  await timeline.runUntil(2000);
  expect(rangAt, 'nothing of a dead process runs').toBe(machine.rangAt);
});

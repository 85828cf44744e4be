import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { storm } from './faults.ts';
import { watchFaults } from './fault-watch.ts';

function setUp(restartedAt: number[] = []) {
  const from = new EventEmitter();
  const [logged, shown, printed]: [unknown[], string[], string[]] = [[], [], []];
  let restarted = 0;
  const watch = watchFaults({
    from: from as unknown as NodeJS.Process,
    now: () => 1e12,
    print: (line) => printed.push(line),
    restartedAt,
  });
  const listeners = {
    log: { error: (_event: string, fields?: object) => void logged.push(fields) },
    restart: () => void (restarted += 1),
  };
  const show = (detail: string) => void shown.push(detail);
  return { from, watch, listeners, show, logged, shown, printed, restarted: () => restarted };
}

test('an exception and a rejection are logged, counted and shown, also those that came before anybody listened', () => {
  const { from, watch, listeners, show, logged, shown, restarted } = setUp();
  from.emit('uncaughtException', new TypeError('early'));
  watch.tell(listeners);
  watch.show(show);
  from.emit('unhandledRejection', new Error('late'), Promise.resolve());
  expect(logged).toMatchObject([
    { how: 'exception', times: 1, name: 'TypeError', message: 'early' },
    { how: 'rejection', times: 2, name: 'Error', message: 'late' },
  ]);
  expect(shown).toEqual(['1 × TypeError', '2 × Error']);
  expect(restarted()).toBe(0);
});

test('a storm has it start anew', () => {
  const { from, watch, listeners, restarted } = setUp();
  watch.tell(listeners);
  for (let nth = 0; nth < 3 * storm.faults; nth += 1) from.emit('uncaughtException', new Error('again'));
  expect(restarted()).toBe(1);
});

test('telling of it may fail as well', () => {
  const { from, watch, listeners, printed } = setUp();
  const broken = () => {
    throw new Error('the screen is gone');
  };
  watch.tell(listeners);
  watch.show(broken);
  from.emit('uncaughtException', new Error('first'));
  expect(printed).toEqual([expect.stringContaining('the screen is gone')]);
});

test('that telling of one leads to the next comes to an end', () => {
  const { from, watch, listeners, printed } = setUp(Array.from({ length: 9 }, (_, nth) => 1e12 - nth));
  let depth = 0;
  watch.tell(listeners);
  watch.show(() => {
    depth += 1;
    from.emit('unhandledRejection', new Error('the brain is gone'));
  });
  from.emit('uncaughtException', new Error('first'));
  expect(depth).toBe(storm.faults);
  expect(printed).toEqual([]);
});

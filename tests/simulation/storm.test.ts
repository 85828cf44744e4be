// A thousand consoles whose backend restarts: they come back soon, but not all in the same second.
import { expect, test } from 'vitest';
import { createCounterbell } from '../../core/counterbell.ts';
import { Backend, policy } from './backend.ts';
import { proof } from './bounds.ts';
import { createChance } from './chance.ts';
import { Timeline } from './clock.ts';
import { Console, type World } from './console.ts';
import { createHttpApi } from './network.ts';
import { PusherService } from './pusher.ts';
import { Relay } from './relay.ts';
import { answer } from './routes.ts';
import { createTrace } from './trace.ts';

const { consoles: count, atMostPerSecond } = proof.storm;
const openingMs = 30_000;

async function restart(downMs: number) {
  const chance = createChance(`storm ${downMs}`);
  const timeline = new Timeline();
  const trace = createTrace(false, () => 0);
  const backend = new Backend(timeline, chance.fork('backend'), trace);
  const pusher = new PusherService(timeline, chance.fork('pusher'), trace);
  const violations: string[] = [];
  const world: World = {
    timeline,
    trace,
    backend,
    pusher,
    policy,
    api: createHttpApi((request) => answer(backend, request)),
    violated: (promise, what) => violations.push(`${promise}: ${what}`),
  };
  const relay = new Relay(backend, pusher, chance.fork('relay'));
  relay.slowest = 20;
  const consoles = Array.from(
    { length: count },
    (_, at) => new Console(`counter-${at}`, world, chance.fork(`counter-${at}`), createCounterbell),
  );
  for (const machine of consoles) timeline.after(chance.between(0, openingMs / 2), () => machine.start());
  await timeline.runUntil(openingMs);
  const before = pusher.accepted.length;

  backend.stop();
  pusher.up = false;
  pusher.closeAll(1006);
  timeline.after(downMs, () => {
    backend.start();
    pusher.up = true;
  });
  const backMs = openingMs + downMs;
  await timeline.runUntil(backMs + 12_000);
  const words = consoles.map((machine) => machine.view?.status.word);
  for (const machine of consoles) machine.process?.end();
  return {
    violations,
    before,
    live: words.filter((word) => word === 'live').length,
    busiestSecond: busiest(pusher.accepted.slice(before)),
  };
}

/** The most connections in any second, not only in those that a clock shows. */
function busiest(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [at, time] of times.entries()) {
    while ((times[from] as number) <= time - 1000) from += 1;
    most = Math.max(most, at - from + 1);
  }
  return most;
}

test('the busiest second is found wherever it begins', () => {
  expect(busiest([])).toBe(0);
  expect(busiest([0, 900, 950, 1000, 1899, 1950, 5000])).toBe(4);
});

test.each([0, 1000, 3000, 20_000])(
  `${count} consoles after %i ms without a backend`,
  { timeout: 120_000 },
  async (downMs) => {
    const { violations, before, live, busiestSecond } = await restart(downMs);
    console.log(`storm: ${downMs} ms down, ${busiestSecond} of ${count} connect in the busiest second`);
    expect(violations).toEqual([]);
    expect(before).toBe(count);
    expect(live).toBe(count);
    expect(busiestSecond).toBeLessThanOrEqual(atMostPerSecond);
  },
);

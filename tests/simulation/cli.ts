// `npm run sim -- --seeds N --from K`: many lives of a restaurant on all cores; `--seed S --trace` tells one of them.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createCounterbell } from '../../core/counterbell.ts';
import { proof } from './bounds.ts';
import type { Verdict } from './run.ts';
import { tell } from './story.ts';
import { troubles as allTroubles, type Trouble } from './weather.ts';

/** `troubles`: instead of what each seed would draw. */
type Chunk = { from: number; to: number; troubles?: readonly Trouble[] };
type Done = Pick<Verdict, 'seed' | 'violations' | 'orders' | 'alerts' | 'presses' | 'events'> & {
  cpuMs: number;
};

const chunkSize = 25;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: String(proof.seeds) },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    /** "none", or names of troubles with commas between them. */
    trouble: { type: 'string' },
    trace: { type: 'boolean', default: false },
    workers: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    chunks: { type: 'boolean', default: false },
  },
});
const chosen: { troubles?: readonly Trouble[] } =
  values.trouble === undefined
    ? {}
    : { troubles: allTroubles.filter((name) => values.trouble?.split(',').includes(name)) };

async function runChunk({ from, to, troubles }: Chunk): Promise<Done[]> {
  const done: Done[] = [];
  for (let seed = from; seed <= to; seed += 1) {
    const before = process.cpuUsage();
    const { violations, orders, alerts, presses, events } = await tell({
      seed,
      create: createCounterbell,
      ...(troubles === undefined ? {} : { troubles }),
    });
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1000;
    done.push({ seed, violations, orders, alerts, presses, events, cpuMs });
  }
  return done;
}

async function tellOne(seed: number, trace: boolean): Promise<number> {
  const verdict = await tell({ seed, create: createCounterbell, trace, ...chosen });
  for (const line of verdict.lines) console.log(line);
  for (const { promise, what, at } of verdict.violations)
    console.log(`violated at ${(at / 1000).toFixed(1)} s: ${promise}: ${what}`);
  console.log(
    `seed ${seed}: ${verdict.violations.length} violations, ${verdict.orders} orders, ${verdict.presses} presses, trouble: ${verdict.troubles.join(', ') || 'none'}`,
  );
  return verdict.violations.length === 0 ? 0 : 1;
}

async function runMany(from: number, seeds: number, workers: number): Promise<number> {
  const began = performance.now();
  const to = from + seeds - 1;
  const sum = { seeds: 0, failed: 0, orders: 0, alerts: 0, presses: 0, events: 0, cpuMs: 0 };
  let next = from;
  const take = (): Chunk | null => {
    if (next > to) return null;
    const chunk = { from: next, to: Math.min(to, next + chunkSize - 1), ...chosen };
    next = chunk.to + 1;
    return chunk;
  };
  const count = (done: readonly Done[]): void => {
    for (const verdict of done) {
      sum.seeds += 1;
      sum.orders += verdict.orders;
      sum.alerts += verdict.alerts;
      sum.presses += verdict.presses;
      sum.events += verdict.events;
      sum.cpuMs += verdict.cpuMs;
      const [first] = verdict.violations;
      if (first === undefined) continue;
      sum.failed += 1;
      console.log(
        `npm run sim -- --seed ${verdict.seed} --trace${values.trouble === undefined ? '' : ` --trouble ${values.trouble}`}   # ${first.promise}: ${first.what.split('\n')[0]}`,
      );
    }
  };
  await Promise.all(Array.from({ length: workers }, () => work(take, count)));
  console.log(
    `${sum.seeds} seeds from ${from}: ${sum.failed} failed, ${sum.orders} orders, ${sum.alerts} notifications, ` +
      `${sum.presses} presses, ${sum.events} happenings, ${((performance.now() - began) / 1000).toFixed(1)} s, ` +
      `${(sum.cpuMs / sum.seeds).toFixed(1)} ms of CPU each`,
  );
  return sum.failed === 0 && sum.seeds === seeds ? 0 : 1;
}

/** One process per core: a run is nothing but computing. */
function work(take: () => Chunk | null, count: (done: readonly Done[]) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--chunks'], {
      stdio: 'inherit',
      // Runs leave nothing behind: a large nursery spares most of the collecting.
      execArgv: ['--max-semi-space-size=64'],
    });
    const goOn = (): void => {
      const chunk = take();
      if (chunk === null) child.disconnect();
      else child.send(chunk);
    };
    child.on('message', (done) => {
      count(done as Done[]);
      goOn();
    });
    child.on('error', reject);
    child.on('exit', () => resolve());
    goOn();
  });
}

async function workForParent(chunk: Chunk): Promise<void> {
  const done = await runChunk(chunk);
  process.send?.(done);
}

if (values.chunks) process.on('message', (chunk) => void workForParent(chunk as Chunk));
else
  process.exitCode =
    values.seed === undefined
      ? await runMany(Number(values.from), Number(values.seeds), Number(values.workers))
      : await tellOne(Number(values.seed), values.trace);

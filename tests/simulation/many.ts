// Runs many seeds: hands them out in chunks to processes, counts what came of them, and sums up in the last line.
import type { RunOptions, Verdict } from './run.ts';
import { runSeed } from './run-seed.ts';
import { written } from './sum.ts';
import type { Trouble } from './troubles.ts';

export type Chunk = { from: number; to: number; troubles: readonly Trouble[] | null };
export type Done = Pick<Verdict, 'seed' | 'violations' | 'orders' | 'alerts' | 'presses' | 'events'> & {
  cpuMs: number;
};
/** Computes chunks until there are none left: a process of its own, or this one. */
export type Worker = (take: () => Chunk | null, count: (done: readonly Done[]) => void) => Promise<void>;
export type Many = { from: number; seeds: number; workers: number; troubles: readonly Trouble[] | null };

const chunkSize = 25;

export async function runChunk({ from, to, troubles }: Chunk, create: RunOptions['create']): Promise<Done[]> {
  const done: Done[] = [];
  for (let seed = from; seed <= to; seed += 1) {
    const before = process.cpuUsage();
    const told = await runSeed({ seed, create, ...(troubles === null ? {} : { troubles }) });
    const { violations, orders, alerts, presses, events } = told;
    const { user, system } = process.cpuUsage(before);
    done.push({ seed, violations, orders, alerts, presses, events, cpuMs: (user + system) / 1000 });
  }
  return done;
}

/** The exit code: 0 only when every one of these seeds was told and kept every promise. */
export async function runMany(
  { from, seeds, workers, troubles }: Many,
  work: Worker,
  say: (line: string) => void,
): Promise<number> {
  const began = performance.now();
  const to = from + seeds - 1;
  const sum = { seeds: 0, failed: 0, orders: 0, alerts: 0, presses: 0, events: 0, cpuMs: 0 };
  let next = from;
  const take = (): Chunk | null => {
    if (next > to) return null;
    const chunk = { from: next, to: Math.min(to, next + chunkSize - 1), troubles };
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
      const under = troubles === null ? '' : ` --trouble ${troubles.join(',') || 'none'}`;
      say(
        `npm run sim -- --seed ${verdict.seed} --trace${under}   # ${first.promise}: ${first.what.split('\n')[0]}`,
      );
    }
  };
  await Promise.all(Array.from({ length: workers }, () => work(take, count)));
  const seconds = (performance.now() - began) / 1000;
  say(written({ ...sum, from, missing: seeds - sum.seeds, seconds }));
  return sum.failed === 0 && sum.seeds === seeds ? 0 : 1;
}

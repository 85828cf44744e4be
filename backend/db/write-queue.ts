// One writer's queue: urgent work first, what may wait last, and what waits together is committed together, so that
// many small transactions cost one wait for the disk.
import { performance } from 'node:perf_hooks';
import type { Db } from './schema.ts';

type Work = {
  run: (tx: Db) => Promise<unknown>;
  since: number;
  done: (value: unknown) => void;
  failed: (why: unknown) => void;
};

export type Rank = 'urgent' | 'ordinary' | 'last';

export type WriteQueue = {
  write<T>(work: (tx: Db) => Promise<T>, rank?: Rank): Promise<T>;
  /** How much waits that is not last. */
  waiting(): number;
  /** Resolves once nothing is queued or running. */
  idle(): Promise<void>;
};

export type WriteQueueParts = {
  /** Runs `work` between begin and commit, and undoes all of it when it throws. */
  inTransaction(work: (tx: Db) => Promise<void>): Promise<void>;
  /** After this long no further work joins a transaction, so that nobody waits long for it. */
  budgetMs?: number;
  now?: () => number;
};

/** Whoever comes while this is committed waits for it, and all of it could wait. */
const lastBudgetMs = 1;
/** Also where orders never end, what may wait has its turn in the end. */
const patienceMs = 100;

export function createWriteQueue({
  inTransaction,
  budgetMs = 8,
  now = performance.now.bind(performance),
}: WriteQueueParts): WriteQueue {
  const lanes: Record<Rank, Work[]> = { urgent: [], ordinary: [], last: [] };
  let running: Promise<void> | null = null;

  const soon = () => lanes.urgent.shift() ?? lanes.ordinary.shift();
  const waiting = () => lanes.urgent.length + lanes.ordinary.length;
  const isOverdue = () => now() - (lanes.last[0]?.since ?? Infinity) > patienceMs;

  /** The last transaction was of what may wait: now it is the others' turn, however long that has waited. */
  let yields = false;

  function next(): { first: Work; others: () => Work | undefined; budget: number } | null {
    const first = isOverdue() && !yields ? undefined : soon();
    yields = first === undefined;
    if (first) return { first, others: soon, budget: budgetMs };
    const last = lanes.last.shift();
    return last ? { first: last, others: () => lanes.last.shift(), budget: lastBudgetMs } : null;
  }

  async function commitTogether({
    first,
    others,
    budget,
  }: NonNullable<ReturnType<typeof next>>): Promise<void> {
    const taken: { work: Work; value: unknown }[] = [];
    let current: Work | undefined = first;
    try {
      await inTransaction(async (tx) => {
        const began = now();
        for (; current; current = now() - began > budget ? undefined : others())
          taken.push({ work: current, value: await current.run(tx) });
      });
    } catch (why) {
      // Nothing of it was committed. Who failed alone has failed; who was in company is tried alone.
      if (taken.length === 0) first.failed(why);
      else {
        const all = taken.map(({ work }) => work);
        if (current) all.push(current);
        for (const work of all) await commitAlone(work);
      }
      return;
    }
    for (const { work, value } of taken) work.done(value);
  }

  async function commitAlone(work: Work): Promise<void> {
    let value: unknown;
    try {
      await inTransaction(async (tx) => {
        value = await work.run(tx);
      });
    } catch (why) {
      work.failed(why);
      return;
    }
    work.done(value);
  }

  async function drain(): Promise<void> {
    for (let some = next(); some; some = next()) {
      await commitTogether(some);
      // Sockets and timers get their turn between two transactions.
      await new Promise<void>((resolve) => void setImmediate(resolve));
    }
    running = null;
  }

  return {
    write<T>(work: (tx: Db) => Promise<T>, rank: Rank = 'ordinary'): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        lanes[rank].push({
          run: work,
          since: now(),
          done: (value) => resolve(value as T),
          failed: reject,
        });
        // Whatever else arrives in this turn of the event loop joins the same transaction.
        running ??= new Promise<void>((begin) => void setImmediate(begin)).then(drain);
      });
    },
    waiting,
    idle: () => running ?? Promise.resolve(),
  };
}

// One writer's queue: urgent work first, and what waits together is committed together, so that many small
// transactions cost one wait for the disk.
import { performance } from 'node:perf_hooks';
import type { Db } from './schema.ts';

type Work = {
  run: (tx: Db) => Promise<unknown>;
  done: (value: unknown) => void;
  failed: (why: unknown) => void;
};

export type WriteQueue = {
  write<T>(work: (tx: Db) => Promise<T>, urgent: boolean): Promise<T>;
  waiting(): number;
  /** Resolves once nothing is queued or running. */
  idle(): Promise<void>;
};

export type WriteQueueParts = {
  /** Runs `work` between begin and commit, and undoes all of it when it throws. */
  inTransaction(work: (tx: Db) => Promise<void>): Promise<void>;
  /** After this long no further work joins a transaction, so that nobody waits long for it. */
  budgetMs?: number;
};

export function createWriteQueue({ inTransaction, budgetMs = 8 }: WriteQueueParts): WriteQueue {
  const urgent: Work[] = [];
  const ordinary: Work[] = [];
  let running: Promise<void> | null = null;

  const next = () => urgent.shift() ?? ordinary.shift();
  const waiting = () => urgent.length + ordinary.length;

  async function commitTogether(first: Work): Promise<void> {
    const taken: { work: Work; value: unknown }[] = [];
    let current: Work | undefined = first;
    try {
      await inTransaction(async (tx) => {
        const began = performance.now();
        for (; current; current = performance.now() - began > budgetMs ? undefined : next())
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
    for (let first = next(); first; first = next()) {
      await commitTogether(first);
      // Sockets and timers get their turn between two transactions.
      await new Promise<void>((resolve) => void setImmediate(resolve));
    }
    running = null;
  }

  return {
    write<T>(work: (tx: Db) => Promise<T>, first: boolean): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        (first ? urgent : ordinary).push({
          run: work,
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

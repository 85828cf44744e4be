// One writer's queue: urgent work first, and what waits together is committed together, so that many small
// transactions cost one wait for the disk.
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
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

  async function commitTogether(): Promise<void> {
    const succeeded: { work: Work; value: unknown }[] = [];
    const taken: Work[] = [];
    try {
      await inTransaction(async (tx) => {
        const began = performance.now();
        for (let work = next(); work; work = next()) {
          taken.push(work);
          await sql`savepoint piece`.execute(tx);
          try {
            succeeded.push({ work, value: await work.run(tx) });
          } catch (why) {
            await sql`rollback to savepoint piece`.execute(tx);
            work.failed(why);
          }
          await sql`release savepoint piece`.execute(tx);
          if (performance.now() - began > budgetMs) break;
        }
      });
    } catch (why) {
      // Nothing of it was committed. Failing twice is harmless: a promise settles once.
      for (const work of taken) work.failed(why);
      if (taken.length === 0) next()?.failed(why);
      return;
    }
    for (const { work, value } of succeeded) work.done(value);
  }

  async function drain(): Promise<void> {
    while (urgent.length + ordinary.length > 0) {
      await commitTogether();
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
    waiting: () => urgent.length + ordinary.length,
    idle: () => running ?? Promise.resolve(),
  };
}

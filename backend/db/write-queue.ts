// One writer's queue: urgent work first, and what waits together is committed together, so that many small
// transactions cost one wait for the disk.
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Db } from './schema.ts';

type Work = {
  run: (tx: Db) => Promise<unknown>;
  done: (value: unknown) => void;
  failed: (why: unknown) => void;
  urgent: boolean;
  attempts: number;
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
  /** Whether the same work may succeed when it is simply run again. */
  worthAnotherTry?: (why: unknown) => boolean;
  /** After this long no further work joins a transaction, so that nobody waits long for it. */
  budgetMs?: number;
};

const mostAttempts = 5;

export function createWriteQueue({
  inTransaction,
  worthAnotherTry = () => false,
  budgetMs = 8,
}: WriteQueueParts): WriteQueue {
  const urgent: Work[] = [];
  const ordinary: Work[] = [];
  let running: Promise<void> | null = null;

  const next = () => urgent.shift() ?? ordinary.shift();
  const waiting = () => urgent.length + ordinary.length;

  function failed(work: Work, why: unknown): void {
    work.attempts += 1;
    if (work.attempts < mostAttempts && worthAnotherTry(why)) (work.urgent ? urgent : ordinary).unshift(work);
    else work.failed(why);
  }

  async function commitTogether(first: Work): Promise<void> {
    // Work that nobody waits behind needs no savepoint: when it fails, nothing else is undone.
    const alone = waiting() === 0;
    const succeeded: { work: Work; value: unknown }[] = [];
    const lost: { work: Work; why: unknown }[] = [];
    let current: Work | undefined = first;
    try {
      await inTransaction(async (tx) => {
        if (alone) {
          succeeded.push({ work: first, value: await first.run(tx) });
          current = undefined;
          return;
        }
        const began = performance.now();
        while (current) {
          await sql`savepoint piece`.execute(tx);
          try {
            succeeded.push({ work: current, value: await current.run(tx) });
          } catch (why) {
            await sql`rollback to savepoint piece`.execute(tx);
            lost.push({ work: current, why });
          }
          await sql`release savepoint piece`.execute(tx);
          current = undefined;
          if (performance.now() - began > budgetMs) return;
          current = next();
        }
      });
    } catch (why) {
      // Nothing of it was committed.
      for (const { work } of succeeded.toReversed()) failed(work, why);
      if (current) failed(current, why);
      for (const { work, why: own } of lost) failed(work, own);
      return;
    }
    for (const { work, why } of lost) failed(work, why);
    for (const { work, value } of succeeded) work.done(value);
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
          urgent: first,
          attempts: 0,
        });
        // Whatever else arrives in this turn of the event loop joins the same transaction.
        running ??= new Promise<void>((begin) => void setImmediate(begin)).then(drain);
      });
    },
    waiting,
    idle: () => running ?? Promise.resolve(),
  };
}

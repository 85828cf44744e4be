// Appends the events that could wait, a few at a time and after orders, each exactly once and in their order.
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { among } from '../db/among.ts';
import type { Store } from '../db/store.ts';
import { repeatTask, type RepeatedTask } from '../process/repeat-task.ts';
import type { EventLog, NewEvent } from './event-log.ts';

export type LaterEventsParts = {
  store: Store;
  log: EventLog;
  /** How much waits to be written that goes first. */
  waiting: () => number;
  failed: (why: unknown) => void;
};

export type LaterEvents = {
  start(): void;
  /** Appends the next few; answers how many. */
  round(): Promise<number>;
  stop(): Promise<void>;
};

export const mostAtOnce = 25;
const everyMs = 1_000;
/** Also where orders never end, what waits here is told in the end: a few after so long. */
const patienceMs = 100;
const lookAgainMs = 2;

export function createLaterEvents({ store, log, waiting, failed }: LaterEventsParts): LaterEvents {
  let task: RepeatedTask | null = null;
  log.onLater(() => task?.soon());

  async function othersFirst(): Promise<void> {
    const until = performance.now() + patienceMs;
    while (waiting() > 0 && performance.now() < until) await setTimeout(lookAgainMs);
  }

  async function round(): Promise<number> {
    // Mostly there is nothing, and no transaction is needed to see that.
    const any = await store.read.selectFrom('later_events').select('n').limit(1).executeTakeFirst();
    if (!any) return 0;
    await othersFirst();
    return log.write(
      async (tx, append) => {
        // Whoever has the first row is at work; another backend waits for it to be done and goes on behind it.
        const rows = await tx
          .selectFrom('later_events')
          .select(['n', 'event'])
          .orderBy('n')
          .limit(mostAtOnce)
          .$if(store.kind === 'postgres', (query) => query.forUpdate())
          .execute();
        if (rows.length === 0) return 0;
        await append.all(rows.map(({ event }) => JSON.parse(event) as NewEvent));
        const done = rows.map(({ n }) => n);
        await tx
          .deleteFrom('later_events')
          .where(among(store, 'n', done))
          .execute();
        return rows.length;
      },
      { last: true },
    );
  }

  return {
    start() {
      task = repeatTask(async () => ((await round()) < mostAtOnce ? undefined : 0), everyMs, failed);
      // What a process that ended has left.
      task.soon();
    },
    round,
    async stop() {
      await task?.stop();
    },
  };
}

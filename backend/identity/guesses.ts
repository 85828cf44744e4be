// Remembers mistaken tries in the database, so that neither a restart nor a second backend forgets them.
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { refused, type Refusal } from '../http/refusal.ts';
import { afterMistake, waitMs, type Guesses, type Patience } from './throttle.ts';

export type Subject = { name: string; rule: Patience };

async function read(tx: Db, subject: Subject): Promise<Guesses | null> {
  const row = await tx
    .selectFrom('guesses')
    .select(['failures', 'at'])
    .where('subject', '=', subject.name)
    .executeTakeFirst();
  return row ?? null;
}

/** Whoever else tries for the same subject waits until this transaction has ended, on either database. */
export async function lock(tx: Db, subjects: Subject[]): Promise<void> {
  for (const { name } of subjects.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    await tx
      .insertInto('guesses')
      .values({ subject: name, failures: 0, at: 0 })
      .onConflict((conflict) => conflict.column('subject').doUpdateSet({ subject: name }))
      .execute();
  }
}

/** Of a way on which no mistake was made nothing is kept. */
export async function unlock(tx: Db, subjects: Subject[]): Promise<void> {
  for (const { name } of subjects)
    await tx.deleteFrom('guesses').where('subject', '=', name).where('failures', '=', 0).execute();
}

async function put(tx: Db, subject: Subject, guesses: Guesses): Promise<void> {
  await tx
    .insertInto('guesses')
    .values({ subject: subject.name, ...guesses })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(guesses))
    .execute();
}

/** A refusal with the time to wait, or null when the try may be made. */
export async function mayTry(tx: Db, subjects: Subject[], now: number): Promise<Refusal | null> {
  let longest = 0;
  for (const subject of subjects) {
    longest = Math.max(longest, waitMs(await read(tx, subject), subject.rule, now));
  }
  if (longest === 0) return null;
  const seconds = Math.ceil(longest / 1000);
  return refused('throttled', `Too many mistaken tries. Try again in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  });
}

export async function countMistake(tx: Db, subjects: Subject[], now: number): Promise<void> {
  await lock(tx, subjects);
  for (const subject of subjects) {
    await put(tx, subject, afterMistake(await read(tx, subject), subject.rule, now));
  }
}

export type Attempt = {
  /** It was right: as if it had not been made. Mistakes made before it, or meanwhile, stay counted. */
  forgive(): Promise<void>;
};

/**
 * Counts a try as a mistake before it is known to be one: otherwise a thousand of them sent at once would all be
 * let through before the first has been found wrong.
 */
export async function beginAttempt(
  store: Store,
  subjects: Subject[],
  now: number,
): Promise<Attempt | Refusal> {
  // Whoever has to wait costs a look, and no turn of those who write.
  const waits = await mayTry(store.read, subjects, now);
  if (waits) return waits;
  const started = await store.write(async (tx) => {
    await lock(tx, subjects);
    const refusal = await mayTry(tx, subjects, now);
    if (refusal) return refusal;
    const before = [];
    for (const subject of subjects) before.push(await read(tx, subject));
    await countMistake(tx, subjects, now);
    return before;
  });
  if (!Array.isArray(started)) return started;
  return {
    async forgive() {
      await store.write(async (tx) => {
        await lock(tx, subjects);
        for (const [i, subject] of subjects.entries()) {
          const before = started[i] ?? null;
          const current = await read(tx, subject);
          const charged = afterMistake(before, subject.rule, now);
          if (!current) continue;
          const untouched = current.at === charged.at && current.failures === charged.failures;
          if (untouched && before && before.failures > 0) await put(tx, subject, before);
          else if (current.failures > 1)
            await put(tx, subject, { ...current, failures: current.failures - 1 });
          else await tx.deleteFrom('guesses').where('subject', '=', subject.name).execute();
        }
      });
    },
  };
}

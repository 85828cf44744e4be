// Ends the live Pusher connections of whoever is no longer welcome, and keeps trying until it is done: a connection
// that stays open goes on hearing orders. A Pusher user is a device session, or a person signed in without one.
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';

const firstRetryMs = 1000;
const longestRetryMs = 60_000;
/** A sign-in signed in the very moment of the revocation reaches Pusher after the first round. */
const rounds = 2;
const betweenRoundsMs = 5000;

export async function scheduleTermination(tx: Db, user: string, now: number): Promise<void> {
  const row = { next_at: now, failures: 0, rounds };
  await tx
    .insertInto('terminations')
    .values({ user_id: user, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute();
}

export type Terminations = { run(now: number): Promise<void> };

export function createTerminations(
  store: Store,
  terminate: (user: string) => Promise<void>,
  failed: (user: string, why: unknown) => void,
): Terminations {
  const works = (user: string) =>
    terminate(user).then(
      () => true,
      (why: unknown) => {
        failed(user, why);
        return false;
      },
    );
  return {
    async run(now) {
      const due = await store.read
        .selectFrom('terminations')
        .selectAll()
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .limit(50)
        .execute();
      for (const row of due) {
        const worked = await works(row.user_id);
        const failures = worked ? 0 : row.failures + 1;
        const wait = worked
          ? betweenRoundsMs
          : Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 10));
        const left = worked ? row.rounds - 1 : row.rounds;
        await store.write(async (tx) => {
          await tx
            .updateTable('terminations')
            .set({ next_at: now + wait, failures, rounds: left })
            .where('user_id', '=', row.user_id)
            .where('next_at', '=', row.next_at)
            .execute();
          await tx.deleteFrom('terminations').where('rounds', '<=', 0).execute();
        });
      }
    },
  };
}

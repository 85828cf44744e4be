// Forgets who stepped in when, mistaken tries, and webhook calls, once nobody can ask for them any more.
import type { Store } from '../db/store.ts';

const day = 86_400_000;
/**
 * For three days a command pressed offline may arrive and name who was stepped in then; where somebody was let in before
 * is known for longer.
 */
const sessionsMs = 14 * day;
const callsMs = 30 * day;
/** By then every mistake is long forgiven. */
const guessesMs = day;

export type Forgotten = { sessions: number; guesses: number; calls: number };

export async function forgetPresence(store: Store, now: number): Promise<Forgotten> {
  return store.write(async (tx) => {
    const sessions = await tx
      .deleteFrom('person_sessions')
      .where((eb) => eb.or([eb('ended_at', '<', now - sessionsMs), eb('expires_at', '<', now - sessionsMs)]))
      .executeTakeFirst();
    const guesses = await tx
      .deleteFrom('guesses')
      .where('at', '<', now - guessesMs)
      .executeTakeFirst();
    const calls = await tx
      .deleteFrom('deliveries')
      .where('done_at', '<', now - callsMs)
      .executeTakeFirst();
    return {
      sessions: Number(sessions.numDeletedRows),
      guesses: Number(guesses.numDeletedRows),
      calls: Number(calls.numDeletedRows),
    };
  });
}

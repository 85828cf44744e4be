// Begins to send what was claimed while its row is held: whoever was told that they are out gets nothing that begins later.
import type { Store } from '../db/store.ts';
import type { Posted } from '../outgoing/posted.ts';
import type { Claimed } from './claim.ts';

/**
 * PostgreSQL lets go of a claim's rows before its answer is here, and on a busy machine somebody steps out in between, and
 * is told so. This transaction changes nothing, so that one which fails at its end has nothing sent twice.
 * Answers null when the row has gone, or is another try's.
 */
export async function beginHeld(
  store: Store,
  { registration, message, attempts }: Pick<Claimed, 'registration' | 'message' | 'attempts'>,
  begin: () => Promise<Posted>,
): Promise<Posted | null> {
  const sending: { begun: Promise<Posted> | null } = { begun: null };
  try {
    await store.write(async (tx) => {
      // A transaction may be run again; what has begun has begun.
      if (sending.begun !== null) return;
      const held = await tx
        .selectFrom('push_deliveries')
        .select('message_id')
        .where('registration_id', '=', registration)
        .where('message_id', '=', message)
        .where('attempts', '=', attempts)
        .$if(store.kind === 'postgres', (query) => query.forUpdate())
        .executeTakeFirst();
      if (held === undefined) return;
      sending.begun = begin();
      // Read below; until then nobody has asked how it ended.
      sending.begun.catch(() => undefined);
    });
  } catch (why) {
    if (sending.begun === null) throw why;
  }
  return sending.begun;
}

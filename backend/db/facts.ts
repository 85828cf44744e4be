// Facts about the database itself that are made once and kept: its epoch, secrets, the embedded Pusher's keys.
import type { Store } from './store.ts';

/** The value kept under `key`; made and kept when there is none. */
export function fact(store: Store, key: string, make: () => string): Promise<string> {
  return store.write(async (tx) => {
    await tx
      .insertInto('meta')
      .values({ key, value: make() })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const row = await tx.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirstOrThrow();
    return row.value;
  });
}

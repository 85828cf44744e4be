// Forgets in time: the log after two weeks, who the customers were after a month, orders and their timelines after a
// year and a month.
import { deleteChats, forgetKeys, forgetStaffMessages } from '../chat/erase.ts';
import type { Store } from '../db/store.ts';
import type { EventLog } from '../streams/event-log.ts';
import { untieOrders } from '../push/untie.ts';
import { forgetCustomers } from './forget-customers.ts';
import { dropEmptyPages, forgetWords } from './search-index.ts';

export type Keep = { logMs: number; timelinesMs: number; personalMs: number };
export type Forgotten = {
  events: number;
  commands: number;
  personal: number;
  messages: number;
  orders: number;
};

export type RetentionParts = { store: Store; log: EventLog; keep: Keep; now: () => number };

const atOnce = 200;

/** One round; what is left is the next round's, so that nobody waits long behind it. */
export async function forget({ store, log, keep, now }: RetentionParts): Promise<Forgotten> {
  const at = now();
  return {
    events: await forgetEvents(store, at - keep.logMs),
    commands: (await forgetCommands(store, at - keep.logMs)) + (await forgetKeys(store, at - keep.logMs)),
    personal: await forgetCustomers({ store, log, keepMs: keep.personalMs, at, atOnce }),
    messages: await forgetStaffMessages(log, store, at - keep.personalMs, atOnce),
    orders: await forgetOrders(store, at - keep.timelinesMs),
  };
}

/**
 * From the start of each stream on, never out of its middle; and never the newest event, so that whoever is up to
 * date still finds the event it stands at.
 */
async function forgetEvents(store: Store, before: number): Promise<number> {
  const old = await store.read
    .selectFrom('events as e')
    .innerJoin('streams as s', 's.name', 'e.stream')
    .select((of) => ['e.stream', of.fn.max('e.seq').as('seq')])
    .where('e.at', '<', before)
    .whereRef('e.seq', '<', 's.seq')
    .whereRef('e.seq', '<=', 's.published_seq')
    .groupBy('e.stream')
    .limit(atOnce)
    .execute();
  let forgotten = 0;
  for (const { stream, seq } of old) {
    const first = await store.read
      .selectFrom('events')
      .select((of) => of.fn.min('seq').as('seq'))
      .where('stream', '=', stream)
      .executeTakeFirst();
    for (let from = first?.seq ?? seq; from <= seq; from += atOnce) {
      const to = Math.min(seq, from + atOnce - 1);
      const gone = await store.write((tx) =>
        tx.deleteFrom('events').where('stream', '=', stream).where('seq', '<=', to).executeTakeFirst(),
      );
      forgotten += Number(gone.numDeletedRows);
    }
  }
  return forgotten;
}

async function forgetCommands(store: Store, before: number): Promise<number> {
  const gone = await store.write((tx) =>
    tx.deleteFrom('commands').where('at', '<', before).executeTakeFirst(),
  );
  return Number(gone.numDeletedRows);
}

async function forgetOrders(store: Store, before: number): Promise<number> {
  const rows = await store.read
    .selectFrom('orders')
    .select('id')
    .where('placed_at', '<', before)
    // An order can be placed a year ahead: what was closed today stays as long as any other.
    .where('closed_at', '<', before)
    .where('open', '=', 0)
    .limit(atOnce)
    .execute();
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  await store.write(async (tx) => {
    // Nobody puts them on a page of the index meanwhile.
    await tx
      .selectFrom('orders')
      .select('id')
      .where('id', 'in', ids)
      .orderBy('id')
      .$if(store.kind === 'postgres', (query) => query.forUpdate())
      .execute();
    for (const id of ids) await forgetWords(store, tx, id, '');
    await dropEmptyPages(tx, before);
    const streams = ids.map((id) => `order:${id}`);
    await deleteChats(tx, ids);
    await tx.deleteFrom('events').where('stream', 'in', streams).execute();
    await tx.deleteFrom('streams').where('name', 'in', streams).execute();
    for (const table of ['acts', 'receipts', 'due', 'commands'] as const)
      await tx.deleteFrom(table).where('order_id', 'in', ids).execute();
    await untieOrders(tx, ids);
    await tx.deleteFrom('orders').where('id', 'in', ids).execute();
  });
  return ids.length;
}

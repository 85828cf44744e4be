// Forgets in time: the log after two weeks, personal fields after a month, orders and their timelines after a year and a month.
import type { Order } from '../../contract/order.ts';
import type { StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { Log } from '../streams/log.ts';
import { lockOrder, saveOrder, searchText } from './rows.ts';

export type Keep = { logMs: number; timelinesMs: number; personalMs: number };
export type Forgotten = { events: number; commands: number; personal: number; orders: number };

export type RetentionParts = { store: Store; log: Log; keep: Keep; now: () => number };

const atOnce = 200;
/** The log is forgotten in rounds, so a little more of it may be there. */
const slackMs = 3_600_000;

/** One round; what is left is the next round's, so that nobody waits long behind it. */
export async function forget({ store, log, keep, now }: RetentionParts): Promise<Forgotten> {
  const at = now();
  return {
    events: await forgetEvents(store, at - keep.logMs),
    commands: await forgetCommands(store, at - keep.logMs),
    personal: await forgetPersons(store, log, keep, at),
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

export function withoutPerson(order: Order): Order {
  const { customer: _customer, note: _note, fulfilment, items, ...rest } = order;
  return {
    ...rest,
    fulfilment: fulfilment.kind === 'delivery' ? { ...fulfilment, address: undefined } : fulfilment,
    items: items.map(({ note: _itemNote, ...item }) => item),
  } as Order;
}

async function forgetPersons(store: Store, log: Log, keep: Keep, at: number): Promise<number> {
  const rows = await store.read
    .selectFrom('orders')
    .select('id')
    .where('personal', '=', 1)
    .where('placed_at', '<', at - keep.personalMs)
    .limit(atOnce)
    .execute();
  for (const { id } of rows)
    await log.write(async (tx, append) => {
      const kept = await lockOrder(store, tx, id);
      if (!kept) return;
      const order = withoutPerson(kept.order);
      await saveOrder(tx, order, null, kept, at);
      await tx
        .updateTable('orders')
        .set({ personal: 0, search: searchText(order) })
        .where('id', '=', id)
        .execute();
      const logged = kept.closedAt === null || kept.closedAt > at - keep.logMs - slackMs;
      await forgetPersonInEvents(tx, `restaurant:${kept.restaurant}`, id, logged);
      if (kept.closedAt !== null) return;
      // Still on somebody's screen: what the screens show stays what is kept here.
      await append({
        stream: `restaurant:${kept.restaurant}`,
        type: 'order.updated',
        message: `Order ${order.number} no longer names its customer.`,
        at,
        body: { order },
      });
    });
  return rows.length;
}

/**
 * Where the log is kept longer than names, names go from the log as well; the events stay where they are. Of an
 * order that was closed before the log begins only the stream's newest event can still speak.
 */
async function forgetPersonInEvents(
  tx: Db,
  stream: StreamName,
  orderId: string,
  logged: boolean,
): Promise<void> {
  const head = await tx.selectFrom('streams').select('seq').where('name', '=', stream).executeTakeFirst();
  const events = await tx
    .selectFrom('events')
    .select(['seq', 'body'])
    .where('stream', '=', stream)
    .where('seq', logged ? '<=' : '=', head?.seq ?? 0)
    .where('body', 'like', `%"order":{"id":"${orderId}"%`)
    .execute();
  for (const { seq, body } of events) {
    const event = JSON.parse(body) as { order: Order };
    await tx
      .updateTable('events')
      .set({ body: JSON.stringify({ ...event, order: withoutPerson(event.order) }) })
      .where('stream', '=', stream)
      .where('seq', '=', seq)
      .execute();
  }
}

async function forgetOrders(store: Store, before: number): Promise<number> {
  const rows = await store.read
    .selectFrom('orders')
    .select('id')
    .where('placed_at', '<', before)
    .where('closed_at', 'is not', null)
    .where('open', '=', 0)
    .limit(atOnce)
    .execute();
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  await store.write(async (tx) => {
    const streams = ids.map((id) => `order:${id}`);
    await tx.deleteFrom('events').where('stream', 'in', streams).execute();
    await tx.deleteFrom('streams').where('name', 'in', streams).execute();
    for (const table of ['acts', 'receipts', 'due', 'commands'] as const)
      await tx.deleteFrom(table).where('order_id', 'in', ids).execute();
    await tx.deleteFrom('orders').where('id', 'in', ids).execute();
  });
  return ids.length;
}

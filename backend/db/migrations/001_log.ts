// The log: streams, events, orders and what hangs on them.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('meta')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('streams')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('epoch', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('last_id', 'text')
    .addColumn('prev_id', 'text')
    .addColumn('epoch_from', 'bigint', (c) => c.notNull())
    .addColumn('published_seq', 'bigint', (c) => c.notNull())
    .addColumn('numbered', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`create index streams_pending on streams (name) where published_seq < seq`.execute(db);

  await db.schema
    .createTable('events')
    .addColumn('stream', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('events_pk', ['stream', 'seq'])
    .execute();
  await db.schema.createIndex('events_at').on('events').column('at').execute();

  await db.schema
    .createTable('orders')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('number', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('placed_by', 'text')
    .addColumn('placed_at', 'bigint', (c) => c.notNull())
    .addColumn('ring_at', 'bigint', (c) => c.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('open', 'integer', (c) => c.notNull())
    .addColumn('acts', 'integer', (c) => c.notNull())
    .addColumn('search', 'text', (c) => c.notNull())
    .addColumn('personal', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('orders_placed')
    .on('orders')
    .columns(['restaurant_id', 'placed_at', 'id'])
    .execute();
  await sql`create index orders_open on orders (restaurant_id, placed_at) where open = 1`.execute(db);
  await sql`create index orders_personal on orders (placed_at) where personal = 1`.execute(db);
  await sql`create index orders_unaccepted on orders (ring_at) where status = 'new'`.execute(db);
  await sql`create index orders_closed on orders (restaurant_id, closed_at) where closed_at is not null`.execute(
    db,
  );

  await db.schema
    .createTable('acts')
    .addColumn('order_id', 'text', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('acts_pk', ['order_id', 'n'])
    .execute();

  await db.schema
    .createTable('receipts')
    .addColumn('order_id', 'text', (c) => c.notNull())
    .addColumn('device_id', 'text', (c) => c.notNull())
    .addColumn('stage', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('person_id', 'text')
    .addPrimaryKeyConstraint('receipts_pk', ['order_id', 'device_id', 'stage'])
    .execute();

  await db.schema
    .createTable('commands')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('order_id', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('commands_pk', ['scope', 'key'])
    .execute();
  await db.schema.createIndex('commands_at').on('commands').column('at').execute();

  await db.schema
    .createTable('due')
    .addColumn('order_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('due_pk', ['order_id', 'kind'])
    .execute();
  await db.schema.createIndex('due_at').on('due').column('at').execute();
}

// Chats: what staff and customers write to each other about an order, and staff among themselves.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('chats')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('order_id', 'text')
    .addColumn('messages', 'integer', (c) => c.notNull())
    .addColumn('from_customer', 'integer', (c) => c.notNull())
    .addColumn('begun_at', 'bigint')
    .addColumn('erased_at', 'bigint')
    .execute();

  await db.schema
    .createTable('chat_messages')
    .addColumn('chat_id', 'text', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('side', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('person_id', 'text')
    .addColumn('device_id', 'text')
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('deleted_at', 'bigint')
    .addColumn('staff_seq', 'bigint', (c) => c.notNull())
    .addColumn('customer_seq', 'bigint')
    .addPrimaryKeyConstraint('chat_messages_pk', ['chat_id', 'n'])
    .execute();
  await db.schema.createIndex('chat_messages_at').on('chat_messages').column('at').execute();

  await db.schema
    .createTable('chat_reads')
    .addColumn('chat_id', 'text', (c) => c.notNull())
    .addColumn('side', 'text', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('chat_reads_pk', ['chat_id', 'side'])
    .execute();

  // Idempotency keys, kept for as long as those of orders are.
  await db.schema
    .createTable('chat_keys')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('chat_id', 'text', (c) => c.notNull())
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('chat_keys_pk', ['scope', 'key'])
    .execute();
  await db.schema.createIndex('chat_keys_at').on('chat_keys').column('at').execute();
  await db.schema.createIndex('chat_keys_chat').on('chat_keys').column('chat_id').execute();
}

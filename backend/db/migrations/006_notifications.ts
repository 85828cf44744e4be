// Notifications of people and what they chose to hear, events that are appended a little later than the change they tell
// of, and what is remembered of consoles that are gone and calls that fail.
import { sql, SqliteAdapter, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await laterEvents(db);
  await notifications(db);
  await db.schema
    .alterTable('api_keys')
    .addColumn('rights', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await db.schema.alterTable('devices').addColumn('gone_at', 'bigint').execute();
  await sql`create index devices_gone on devices (gone_at) where gone_at is not null`.execute(db);
  await db.schema.alterTable('restaurants').addColumn('webhook_failing', 'text').execute();
}

async function laterEvents(db: Kysely<unknown>): Promise<void> {
  // SQLite numbers an integer key by itself.
  const numbered = db.getExecutor().adapter instanceof SqliteAdapter ? 'integer' : 'bigserial';
  await db.schema
    .createTable('later_events')
    .addColumn('n', numbered, (c) => c.primaryKey())
    .addColumn('stream', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .execute();
  await sql`create index later_events_of on later_events (stream, id)`.execute(db);
}

async function notifications(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notifications')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('restaurant_id', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('data', 'text')
    .addColumn('order_id', 'text')
    .addColumn('order_number', 'text')
    .addColumn('sent_by', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('scope', 'text')
    .addColumn('key', 'text')
    .addColumn('hash', 'text')
    .execute();
  await sql`create unique index notifications_key on notifications (scope, key)`.execute(db);
  await sql`create index notifications_created on notifications (created_at)`.execute(db);

  await db.schema
    .createTable('notification_recipients')
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('notification_id', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('opened_at', 'bigint')
    .addPrimaryKeyConstraint('notification_recipients_pk', ['notification_id', 'person_id'])
    .execute();
  await sql`create index recipients_newest on notification_recipients (person_id, created_at, notification_id)`.execute(
    db,
  );
  await sql`create index recipients_unread on notification_recipients (person_id, created_at, notification_id) where opened_at is null`.execute(
    db,
  );
  await sql`create index recipients_created on notification_recipients (created_at)`.execute(db);

  await db.schema
    .createTable('notifications_to_all')
    .addColumn('notification_id', 'text', (c) => c.primaryKey())
    .addColumn('restaurant_id', 'text')
    .addColumn('reached', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('notification_choices')
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('hearing', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('notification_choices_pk', ['person_id', 'kind'])
    .execute();
}

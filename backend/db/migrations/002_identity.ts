// Restaurants, and who and what may act for them; escalations and their webhook calls.
import { sql, type CreateTableBuilder, type Kysely } from 'kysely';

const table = (db: Kysely<unknown>, name: string) =>
  db.schema.createTable(name).addColumn('id', 'text', (c) => c.primaryKey());

function withEnding<T extends string, C extends string>(builder: CreateTableBuilder<T, C>) {
  return builder.addColumn('created_at', 'bigint', (c) => c.notNull()).addColumn('ended_at', 'bigint');
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await withEnding(table(db, 'restaurants'))
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('accepting', 'integer', (c) => c.notNull())
    .addColumn('pin_salt', 'text', (c) => c.notNull())
    .addColumn('watch_at', 'bigint', (c) => c.notNull())
    .execute();
  await sql`create index restaurants_watch on restaurants (watch_at) where ended_at is null`.execute(db);

  await withEnding(table(db, 'people'))
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('pin_hash', 'text')
    .addColumn('password_hash', 'text')
    .execute();
  await sql`create index people_restaurant on people (restaurant_id)`.execute(db);
  await sql`create unique index people_email on people (email) where ended_at is null and email is not null`.execute(
    db,
  );
  await sql`create unique index people_pin on people (restaurant_id, pin_hash) where ended_at is null and pin_hash is not null`.execute(
    db,
  );

  await withEnding(table(db, 'codes'))
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('uses', 'integer', (c) => c.notNull())
    .addColumn('max_uses', 'integer')
    .addColumn('expires_at', 'bigint')
    .execute();
  await sql`create unique index codes_hash on codes (hash)`.execute(db);

  await withEnding(table(db, 'devices'))
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('install_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('leave_hash', 'text', (c) => c.notNull())
    .addColumn('code_id', 'text')
    .addColumn('ended_why', 'text')
    .execute();
  await sql`create unique index devices_token on devices (token_hash)`.execute(db);
  await sql`create index devices_leave on devices (leave_hash)`.execute(db);
  await sql`create unique index devices_install on devices (install_id) where ended_at is null`.execute(db);
  await sql`create index devices_restaurant on devices (restaurant_id)`.execute(db);

  await db.schema
    .createTable('beats')
    .addColumn('device_id', 'text', (c) => c.primaryKey())
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('live', 'integer', (c) => c.notNull())
    .addColumn('audible', 'integer', (c) => c.notNull())
    .addColumn('heard_at', 'bigint', (c) => c.notNull())
    .addColumn('window', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text')
    .execute();
  await sql`create index beats_restaurant on beats (restaurant_id)`.execute(db);

  await withEnding(table(db, 'person_sessions'))
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('device_id', 'text')
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await sql`create unique index person_sessions_token on person_sessions (token_hash)`.execute(db);
  await sql`create index person_sessions_device on person_sessions (device_id) where ended_at is null`.execute(
    db,
  );
  await sql`create index person_sessions_person on person_sessions (person_id) where ended_at is null`.execute(
    db,
  );

  await withEnding(table(db, 'api_keys'))
    .addColumn('restaurant_id', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await sql`create unique index api_keys_hash on api_keys (hash)`.execute(db);

  await db.schema
    .createTable('guesses')
    .addColumn('subject', 'text', (c) => c.primaryKey())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('terminations')
    .addColumn('user_id', 'text', (c) => c.primaryKey())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('rounds', 'integer', (c) => c.notNull())
    .execute();

  await table(db, 'escalations')
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('order_id', 'text')
    .addColumn('order_number', 'text')
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('raised_at', 'bigint', (c) => c.notNull())
    .addColumn('cancelled_at', 'bigint')
    .execute();
  // One escalation per order, ever; one per restaurant at a time. Two backends can't raise the same one twice.
  await sql`create unique index escalations_order on escalations (order_id, kind) where order_id is not null`.execute(
    db,
  );
  await sql`create unique index escalations_restaurant on escalations (restaurant_id, kind) where order_id is null and cancelled_at is null`.execute(
    db,
  );
  await sql`create index escalations_open on escalations (restaurant_id) where cancelled_at is null`.execute(
    db,
  );

  await table(db, 'deliveries')
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('escalation_id', 'text', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('last', 'text')
    .addColumn('done_at', 'bigint')
    .execute();
  await sql`create index deliveries_escalation on deliveries (escalation_id)`.execute(db);
  await sql`create index deliveries_restaurant on deliveries (restaurant_id, created_at)`.execute(db);
  await sql`create index deliveries_next on deliveries (next_at) where next_at is not null`.execute(db);
}

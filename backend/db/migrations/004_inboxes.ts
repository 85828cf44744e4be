// Inboxes of customers whom no order names any more go: up to here they stayed when their customers were forgotten.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows: inboxes } = await sql<{ name: string }>`
    select name from streams where name like 'user:%'
      and not exists (select 1 from people where 'user:' || people.id = streams.name)`.execute(db);
  if (inboxes.length === 0) return;
  const { rows: orders } = await sql<{ body: string }>`
    select body from orders where personal = 1 and body like '%"userId":%'`.execute(db);
  const named = new Set(
    orders.map(({ body }) => (JSON.parse(body) as { customer?: { userId?: string } }).customer?.userId),
  );
  for (const { name } of inboxes) {
    if (named.has(name.slice('user:'.length))) continue;
    await sql`delete from events where stream = ${name}`.execute(db);
    await sql`delete from streams where name = ${name}`.execute(db);
  }
}

// Keeps the index in which orders are searched: a page for every 512 orders of a restaurant, and for each run of up to
// three letters which orders of the page have it. It is written an hour after the orders, so that taking one costs no more.
import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { among } from '../db/among.ts';
import type { Db, Schema } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { placeText } from './place-in-time.ts';
import { readOrder } from './rows.ts';
import { asSearched, gramsOf, searchText } from './search-words.ts';

export type IndexParts = { store: Store; now: () => number };

/** A page holds no more orders than this, and fewer when their words have nothing in common. */
export const ordersOnPage = 512;
const gramsOnPage = 20_000;
const pagesInBook = 16;
const settledMs = 3_600_000;
const restaurantsAtOnce = 5;

/** One page for each of a few restaurants; answers how many orders were put on them. */
export async function indexOrders({ store, now }: IndexParts): Promise<number> {
  const settled = now() - settledMs;
  const waiting = await store.read
    .selectFrom('orders')
    .select('restaurant_id')
    .where('page', 'is', null)
    .where('placed_at', '<', settled)
    .groupBy('restaurant_id')
    .having((of) => of.fn.countAll(), '>=', ordersOnPage)
    .limit(restaurantsAtOnce)
    .execute();
  let indexed = 0;
  for (const { restaurant_id: restaurant } of waiting)
    indexed += await store.write((tx) => writePage(store, tx, restaurant, settled, now()));
  return indexed;
}

async function writePage(
  store: Store,
  tx: Db,
  restaurant: string,
  settled: number,
  at: number,
): Promise<number> {
  const rows = await tx
    .selectFrom('orders')
    .select(['id', 'placed_at', 'search', 'body'])
    .where('restaurant_id', '=', restaurant)
    .where('page', 'is', null)
    .where('placed_at', '<', settled)
    .orderBy('placed_at')
    .orderBy('id')
    .limit(ordersOnPage)
    // Those that somebody is changing, or another backend is putting on a page, come next time.
    .$if(store.kind === 'postgres', (query) => query.forUpdate().skipLocked())
    .execute();
  if (rows.length < ordersOnPage) return 0;
  const texts = rows.map(({ body }) => searchText(readOrder(body)));
  const { hits, count } = hitsOf(texts);
  const on = rows.slice(0, count);
  const { book, page } = await beginPage(tx, at, {
    restaurant_id: restaurant,
    from_at: on[0]?.placed_at ?? 0,
    to_at: on.at(-1)?.placed_at ?? 0,
    orders: on.map((row) => placeText({ at: row.placed_at, id: row.id })).join(' '),
  });
  await insertGrams(store, tx, { book, page }, hits);
  const ids = on.map((row) => row.id);
  await tx
    .updateTable('orders')
    .set({ page })
    .where(among(store, 'id', ids))
    .execute();
  // Written by a version that kept other words.
  for (const [i, { id, search }] of on.entries())
    if (search !== texts[i])
      await tx
        .updateTable('orders')
        .set({ search: texts[i] ?? '' })
        .where('id', '=', id)
        .execute();
  return count;
}

/** Its number ascends in time; when another backend chose the same in the same moment, it is the next one. */
async function beginPage(
  tx: Db,
  at: number,
  about: Omit<Schema['search_pages'], 'id' | 'book'>,
): Promise<{ book: number; page: number }> {
  for (let page = at * 1000 + randomInt(1000); ; page += 1) {
    const book = await bookFor(tx, about.restaurant_id, page);
    const begun = await tx
      .insertInto('search_pages')
      .values({ id: page, book, ...about })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (begun) return { book, page };
  }
}

/** For each run of letters the places of the texts that have it, as `,3,17,`. */
function hitsOf(texts: readonly string[]): { hits: Record<string, string>; count: number } {
  const places = new Map<string, string>();
  let count = 0;
  for (const [i, text] of texts.entries()) {
    if (places.size > gramsOnPage) break;
    for (const gram of gramsOf(text)) places.set(gram, `${places.get(gram) ?? ','}${i},`);
    count = i + 1;
  }
  return { hits: Object.fromEntries(places), count };
}

/** In one statement, because there are thousands. */
async function insertGrams(
  store: Store,
  tx: Db,
  { book, page }: { book: number; page: number },
  hits: Record<string, string>,
): Promise<void> {
  const json = JSON.stringify(hits);
  const pairs = store.kind === 'postgres' ? sql`json_each_text(${json}::json)` : sql`json_each(${json})`;
  await sql`insert into search_grams (book, gram, page, hits)
    select cast(${book} as bigint), key, cast(${page} as bigint), value from ${pairs}`.execute(tx);
}

/** The restaurant's newest while it has room, or one that begins with this page. */
async function bookFor(tx: Db, restaurant: string, page: number): Promise<number> {
  const newest = await tx
    .selectFrom('search_pages')
    .select(['book', (of) => of.fn.countAll<number>().as('pages')])
    .where('restaurant_id', '=', restaurant)
    .groupBy('book')
    .orderBy('book', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest && newest.pages < pagesInBook ? newest.book : page;
}

/** An order is no longer found by what it said before, but by `text`; an empty one takes it off its page. */
export async function forgetWords(store: Store, tx: Db, id: string, text: string): Promise<void> {
  const row = await tx
    .selectFrom('orders')
    .innerJoin('search_pages', 'search_pages.id', 'orders.page')
    .select(['page', 'book', 'search', 'orders'])
    .where('orders.id', '=', id)
    .executeTakeFirst();
  await tx.updateTable('orders').set({ search: text }).where('id', '=', id).execute();
  if (!row) return;
  const place = row.orders.split(' ').findIndex((one) => one.endsWith(`.${id}`));
  const stays = gramsOf(text);
  const gone = [...gramsOf(asSearched(row.search))].filter((gram) => !stays.has(gram));
  if (gone.length === 0) return;
  await tx
    .updateTable('search_grams')
    .set({ hits: sql`replace(hits, ${`,${place},`}, ',')` })
    .where('book', '=', row.book)
    .where(among(store, 'gram', gone))
    .where('page', '=', row.page)
    .execute();
  await tx
    .deleteFrom('search_grams')
    .where('book', '=', row.book)
    .where(among(store, 'gram', gone))
    .where('page', '=', row.page)
    .where('hits', '=', ',')
    .execute();
}

/** Pages on which nothing is found any more. */
export async function dropEmptyPages(tx: Db, before: number): Promise<void> {
  await sql`delete from search_pages where to_at < ${before}
    and not exists (select 1 from search_grams g where g.book = search_pages.book and g.page = search_pages.id)`.execute(
    tx,
  );
}

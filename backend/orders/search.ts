// Finds orders by words, newest first: those that are not in the index yet one by one, the others through it.
import { setImmediate } from 'node:timers/promises';
import { among } from '../db/among.ts';
import type { Store } from '../db/store.ts';
import { newerFirst, readPlace, type PlaceInTime } from './place-in-time.ts';
import { asSearched, finds, gramsIn, type Word } from './search-words.ts';

export type Within = {
  restaurant: string;
  statuses: readonly string[];
  /** Placed from then on, and before then. */
  from: number;
  to: number;
  /** Older than this one. */
  before: PlaceInTime | null;
};
export type Found = { id: string; placed_at: number; body: string };

const looseAtOnce = 500;
const checkedAtOnce = { least: 16, most: 64 };
/**
 * The first pages of the index tell most; a whole index is read in steps between which others have their turn. Many pages
 * are taken together only as long as little is found on them.
 */
const pagesAtOnce = { first: 2, most: 64 };
const littleFound = 500;
/** The longest words tell orders apart; the others are looked for in what these have found. */
const wordsInIndex = 3;
const longEnough = 3;

export async function findByWords(
  store: Store,
  words: readonly Word[],
  within: Within,
  wanted: number,
): Promise<Found[]> {
  const found = new Map<string, Found>();
  // Read before the index: an order that is put there meanwhile is met twice rather than never.
  let held = await looseWith(store, words, within, wanted);
  const pages = await pagesWithin(store, within);
  const asked = telling(words);
  const step = Math.min(Math.max(wanted, checkedAtOnce.least), checkedAtOnce.most);
  let size = pagesAtOnce.first;
  for (let at = 0; ;) {
    const some = pages.slice(at, at + size);
    at += size;
    const places = some.length > 0 ? await onPages(store, asked, some) : [];
    size = places.length > littleFound ? pagesAtOnce.first : Math.min(size * 4, pagesAtOnce.most);
    held.push(...places);
    // Whatever stands on later pages is as old as their newest, or older.
    const rest = pages[at]?.to_at ?? Number.NEGATIVE_INFINITY;
    const sure = held.filter((place) => place.at > rest && isWithin(place, within)).toSorted(newerFirst);
    held = held.filter((place) => place.at <= rest);
    for (let i = 0; i < sure.length && found.size < wanted; i += step) {
      if (i > 0) await setImmediate();
      for (const row of await checked(store, words, within, sure.slice(i, i + step))) found.set(row.id, row);
    }
    if (found.size >= wanted || at >= pages.length) return [...found.values()].slice(0, wanted);
    await setImmediate();
  }
}

function telling(words: readonly Word[]): readonly Word[] {
  const shortest = (word: Word) => Math.min(...word.map((spelling) => spelling.length));
  const sorted = words.toSorted((a, b) => shortest(b) - shortest(a));
  return sorted.filter((word, i) => i === 0 || (i < wordsInIndex && shortest(word) >= longEnough));
}

function isWithin(place: PlaceInTime, { from, to, before }: Within): boolean {
  return place.at >= from && place.at < to && (before === null || newerFirst(before, place) < 0);
}

/** Newest first, no more than are wanted. */
async function looseWith(
  store: Store,
  words: readonly Word[],
  within: Within,
  wanted: number,
): Promise<PlaceInTime[]> {
  const found: PlaceInTime[] = [];
  let { before } = within;
  for (;;) {
    const rows = await placedWithin(store, within, before)
      .select(['id', 'placed_at', 'search'])
      .where('page', 'is', null)
      .orderBy('placed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(looseAtOnce)
      .execute();
    for (const { id, placed_at: at, search } of rows)
      if (found.length < wanted && finds(words, asSearched(search))) found.push({ at, id });
    const last = rows.at(-1);
    if (rows.length < looseAtOnce || !last || found.length >= wanted) return found;
    before = { at: last.placed_at, id: last.id };
    await setImmediate();
  }
}

/** Orders of the restaurant in these statuses and times, older than the one at `before`. */
export function placedWithin(
  store: Store,
  { restaurant, statuses, from, to }: Within,
  before: PlaceInTime | null,
) {
  let query = store.read
    .selectFrom('orders')
    .where('restaurant_id', '=', restaurant)
    .where('placed_at', '>=', from)
    .where('placed_at', '<', to);
  if (statuses.length > 0) query = query.where('status', 'in', statuses);
  if (before === null) return query;
  const { at, id } = before;
  return query
    .where('placed_at', '<=', at)
    .where((either) => either.or([either('placed_at', '<', at), either('id', '<', id)]));
}

type Page = { id: number; book: number; to_at: number };

function pagesWithin(store: Store, within: Within): Promise<Page[]> {
  const to = within.before === null ? within.to : Math.min(within.to, within.before.at + 1);
  return store.read
    .selectFrom('search_pages')
    .select(['id', 'book', 'to_at'])
    .where('restaurant_id', '=', within.restaurant)
    .where('to_at', '>=', within.from)
    .where('from_at', '<', to)
    .orderBy('to_at', 'desc')
    .execute();
}

/** Orders on these pages that have every run of letters of every word; a few of them may not have the words. */
async function onPages(store: Store, words: readonly Word[], pages: readonly Page[]): Promise<PlaceInTime[]> {
  const asked = words.map((word) => word.map(gramsIn));
  const ids = pages.map((page) => page.id);
  const rows = await store.read
    .selectFrom('search_grams')
    .select(['page', 'gram', 'hits'])
    .where(among(store, 'book', [...new Set(pages.map((page) => page.book))]))
    .where(among(store, 'gram', [...new Set(asked.flat(2))]))
    .where('page', '>=', Math.min(...ids))
    .where('page', '<=', Math.max(...ids))
    .execute();
  const hits = new Map(ids.map((id) => [id, new Map<string, string>()]));
  for (const { page, gram, hits: of } of rows) hits.get(page)?.set(gram, of);
  const places = new Map<number, readonly string[]>();
  for (const [page, of] of hits) {
    const all = asked.map((word) => new Set(word.flatMap((grams) => placesWith(of, grams))));
    const common = [...(all[0] ?? [])].filter((place) => all.every((some) => some.has(place)));
    if (common.length > 0) places.set(page, common);
  }
  if (places.size === 0) return [];
  const lists = await store.read
    .selectFrom('search_pages')
    .select(['id', 'orders'])
    .where(among(store, 'id', [...places.keys()]))
    .execute();
  return lists.flatMap(({ id, orders }) => {
    const on = orders.split(' ');
    return (places.get(id) ?? []).flatMap((place) => readPlace(on[Number(place)] ?? '') ?? []);
  });
}

/** Where on a page all of these runs are: those of the rarest, as far as the others have them as well. */
function placesWith(hits: ReadonlyMap<string, string>, grams: readonly string[]): string[] {
  const lists = grams.map((gram) => hits.get(gram) ?? '').toSorted((a, b) => a.length - b.length);
  const [rarest = '', ...others] = lists;
  return rarest
    .split(',')
    .filter((place) => place !== '' && others.every((list) => list.includes(`,${place},`)));
}

/** Those that are there, in one of the statuses, and really have the words. In the order of `places`. */
async function checked(
  store: Store,
  words: readonly Word[],
  { statuses }: Within,
  places: readonly PlaceInTime[],
): Promise<Found[]> {
  let query = store.read
    .selectFrom('orders')
    .select(['id', 'placed_at', 'search', 'body'])
    .where(
      among(
        store,
        'id',
        places.map((place) => place.id),
      ),
    );
  if (statuses.length > 0) query = query.where('status', 'in', statuses);
  const rows = new Map((await query.execute()).map((row) => [row.id, row]));
  return places.flatMap(({ id }) => {
    const row = rows.get(id);
    return row && finds(words, asSearched(row.search)) ? [row] : [];
  });
}

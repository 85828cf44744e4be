// Reads pages of a stream's log: what a consumer missed, or the news that the log no longer says.
import { sql } from 'kysely';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { origin } from './places.ts';

export type EventsQuery = { after: number; id?: string | undefined; limit: number };

/** `gone`: the log does not hold exactly that event at that seq, so only a snapshot helps. */
export type Page = { kind: 'page'; json: Buffer } | { kind: 'gone'; why: string };

/** The page is put together as bytes: its events are stored as they travel. */
export async function eventsPage(store: Store, stream: StreamName, query: EventsQuery): Promise<Page> {
  const { epoch, epochFrom, end, last, known, first, bytes } =
    (await look(store, stream, query)) ?? (await untouched(store.read));
  const gone = (why: string): Page => ({ kind: 'gone', why });
  if (query.after > end) return gone(`the stream ends at ${end}`);
  if (query.after < epochFrom) return gone(`the stream's present epoch begins after ${epochFrom}`);

  // The start of an epoch is a place without an event.
  if (query.after === epochFrom) {
    if (query.id !== undefined) return gone('there is no event at the start of an epoch');
  } else if (known === null) return gone(`event ${query.after} is no longer kept`);
  else if (query.id !== undefined && known !== query.id)
    return gone(`another event stands at ${query.after}`);
  if (query.after < end && first !== query.after + 1)
    return gone(`event ${query.after + 1} is no longer kept`);
  const head: Head = { epoch, seq: end, id: last };
  const tail = Buffer.from(`],"head":${JSON.stringify(head)}}`);
  return { kind: 'page', json: Buffer.concat([start, bytesOf(bytes), tail]) };
}

const start = Buffer.from('{"events":[');

/** As either database's driver answers it. */
function bytesOf(answered: Look['bytes']): Uint8Array {
  if (answered === null || typeof answered === 'string') return Buffer.from(answered ?? '');
  return new Uint8Array(answered);
}

/** Orders can be long: a page ends when it is full, or heavy. */
const heaviest = 4 * 1024 * 1024;

type Look = {
  epoch: string;
  epochFrom: number;
  /** The newest event. */
  end: number;
  last: string | null;
  /** The id of the event the page follows. */
  known: string | null;
  first: number | null;
  bytes: string | ArrayBuffer | null;
};

/**
 * Everything of one moment in one statement. The database puts the events together: one long piece costs far less
 * than hundreds of short ones, and SQLite's bytes need not be made text and bytes again. Seqs are dense, so where a
 * page ends at the latest is known, and no plan reads beyond.
 */
async function look(
  store: Store,
  stream: StreamName,
  { after, limit }: EventsQuery,
): Promise<Look | undefined> {
  const text = sql`string_agg(body, ',' order by seq)`;
  // PostgreSQL would spell bytes out, two letters each.
  const bytes = store.kind === 'postgres' ? text : sql`cast(${text} as blob)`;
  const { rows } = await sql<Look>`
    select s.epoch, s.epoch_from as "epochFrom", s.seq as "end", s.last_id as "last",
      (select id from events where stream = ${stream} and seq = ${after}) as "known",
      page."first", page."bytes"
    from streams s cross join (
      select min(seq) as "first", ${bytes} as "bytes" from (
        select seq, body, sum(weight) over (order by seq) - weight as "before" from (
          select seq, body, octet_length(body) as weight from events
          where stream = ${stream} and seq > ${after} and seq <= ${after + limit}
        ) as asked
      ) as weighed where "before" < ${heaviest}
    ) as page
    where s.name = ${stream}`.execute(store.read);
  return rows[0];
}

/** A stream nothing has been appended to yet. */
async function untouched(db: Db): Promise<Look> {
  const { epoch, base } = await origin(db);
  return { epoch, epochFrom: base, end: base, last: null, known: null, first: null, bytes: null };
}

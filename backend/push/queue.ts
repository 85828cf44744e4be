// Queues what is to be pushed, in the transaction that decided it: one statement, which adds nothing where no install waits.
import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { PushMessage } from '../../contract/push.ts';
import { cutText, wholeText } from '../../contract/wire.ts';
import { among } from '../db/among.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { worthOf, type PushKind } from './kinds.ts';

export type PushNews = {
  /** The notification's, or of what is told: pushed once to each install however often it is queued. */
  id: string;
  kind: PushKind;
  title: string;
  body?: string | undefined;
  /** Its name. */
  restaurant: string;
  order?: { id: string; number: string } | undefined;
  /** What comes later about the same takes its place, also at the push service; by itself nothing does. */
  about?: string | undefined;
  now: number;
};

/**
 * To people wherever they are signed in, and to the phones of managers, of what such a phone is for. `quietly`: those who
 * want no call where they are signed in; a phone that somebody added for it is called all the same.
 */
export async function queuePush(
  store: Pick<Store, 'kind'>,
  tx: Db,
  people: readonly string[],
  news: PushNews,
  quietly: readonly string[] = [],
): Promise<void> {
  const signedIn = sql<boolean>`${among(store, 'r.person_id', people)} and r.session_id is not null`;
  if (!worthOf[news.kind].phones) return queue(tx, news, signedIn);
  const phones = sql<boolean>`${among(store, 'r.person_id', [...people, ...quietly])} and r.phone_hash is not null`;
  return queue(tx, news, sql<boolean>`((${signedIn}) or (${phones}))`);
}

/** To whoever waits for that order. */
export function queueOrderPush(tx: Db, order: string, news: PushNews): Promise<void> {
  return queue(tx, { ...news, about: news.about ?? order }, sql<boolean>`r.order_id = ${order}`);
}

async function queue(tx: Db, news: PushNews, whose: RawBuilder<boolean>): Promise<void> {
  const { forMs } = worthOf[news.kind];
  const topic = topicOf(news.about ?? news.id);
  await tx
    .insertInto('push_deliveries')
    .columns([
      'registration_id',
      'message_id',
      'kind',
      'topic',
      'body',
      'created_at',
      'until_at',
      'attempts',
      'next_at',
    ])
    .expression((of) =>
      of
        .selectFrom('push_registrations as r')
        .select([
          'r.id',
          sql<string>`cast(${news.id} as text)`.as('message_id'),
          sql<string>`cast(${news.kind} as text)`.as('kind'),
          sql<string>`cast(${topic} as text)`.as('topic'),
          sql<string>`cast(${bodyOf(news)} as text)`.as('body'),
          sql<number>`cast(${news.now} as bigint)`.as('created_at'),
          sql<number>`cast(${news.now + forMs} as bigint)`.as('until_at'),
          sql<number>`0`.as('attempts'),
          sql<number>`cast(${news.now} as bigint)`.as('next_at'),
        ])
        .where(whose),
    )
    .onConflict((before) => before.doNothing())
    .execute();
}

/** What was never sent of it is not sent any more. */
export async function takeBackPush(tx: Db, about: string): Promise<void> {
  await tx.deleteFrom('push_deliveries').where('topic', '=', topicOf(about)).execute();
}

/** As push services take it: 32 letters of base64url at most. */
const topicOf = (about: string) => createHash('sha256').update(about).digest('base64url').slice(0, 32);

/** Push services take 4 KiB with what encryption adds; and what is longer nobody reads on a locked phone. */
const mostBytes = 2600;

export function bodyOf({ id, kind, title, body = '', restaurant, order, now }: PushNews): string {
  const write = (longest: number): string =>
    JSON.stringify({
      id,
      kind,
      title: wholeText(cutText(title, Math.min(longest, 160))),
      body: wholeText(cutText(body, longest)),
      restaurant: wholeText(cutText(restaurant, 80)),
      order: order === undefined ? null : { id: order.id, number: order.number },
      path: null,
      at: new Date(now).toISOString(),
    } satisfies PushMessage);
  for (let longest = 600; ; longest = Math.floor(longest / 2)) {
    const written = write(longest);
    if (longest < 10 || Buffer.byteLength(written) <= mostBytes) return written;
  }
}

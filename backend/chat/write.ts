// Writes messages into chats. Those that come while others are being written are written together, of whichever chats
// they are: one wait for the disk and one set of statements for all of them.
import { randomUUID } from 'node:crypto';
import type { ChatMessage, ChatRef } from '../../contract/chat.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import type { Answer } from '../db/batch-calls.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { ProblemError } from '../http/problem.ts';
import type { Append, NewEvent } from '../streams/event-log.ts';
import { toldOfMessage } from './events.ts';
import { rowsUnder, writtenUnder, type Key } from './keys.ts';
import { noSuchChat, placesOf, sideOf, streamsOf, takesPart, type ChatPlace } from './places.ts';
import { lockChats, messageNamed, saveChat, type ChatRow, type MessageRow } from './rows.ts';
import { chatRefOf, messageOf } from './shown.ts';
import { refusalOf, writingOf } from './standing.ts';

export type Wish = { principal: Principal; id: string; text: string; key: Key | null };
export type Written = { chat: ChatRef; message: ChatMessage };
type Unplaced = Omit<MessageRow, 'staff_seq' | 'customer_seq'>;
type Made = { row: Unplaced; place: ChatPlace; key: Key | null };

/** More than anybody says about one order: a program that goes on for ever ends there. */
const mostOfACustomer = 300;

export async function writeAll(
  store: Pick<Store, 'kind'>,
  tx: Db,
  append: Append,
  wishes: readonly Wish[],
  at: number,
): Promise<Answer<Written>[]> {
  const places = await placesOf(store, tx, [...new Set(wishes.map(({ id }) => id))]);
  const open = wishes.flatMap((wish) => {
    const place = places.get(wish.id);
    return place && mayWrite(wish.principal, place) ? [place] : [];
  });
  const chats = open.length === 0 ? new Map<string, ChatRow>() : await lockChats(store, tx, open);
  const keys = wishes.flatMap(({ key }) => key ?? []);
  const before = await rowsUnder(store, tx, keys);

  const made: Made[] = [];
  const answers: Answer<Written>[] = [];
  for (const wish of wishes)
    answers.push(
      await unlessRefused(async () => {
        const place = placeAmong(wish, places);
        const chat = chats.get(place.id);
        if (!chat) throw noSuchChat();
        const known = wish.key && writtenUnder(wish.key, before);
        if (known) return again(tx, wish.principal, place, known.message_id);
        const row = newMessage(wish, place, chat, at);
        made.push({ row, place, key: wish.key });
        return seenBy(wish.principal, place, row);
      }),
    );
  if (made.length > 0) await keep(append, made, at);
  for (const id of new Set(made.map(({ place }) => place.id))) await saveChat(tx, chats.get(id) as ChatRow);
  return answers;
}

const mayWrite = (principal: Principal, { id, restaurant }: ChatPlace): boolean =>
  may(principal, 'chat.write', `chat:${id}`, { restaurant });

function placeAmong({ principal, id }: Wish, places: ReadonlyMap<string, ChatPlace>): ChatPlace {
  const place = places.get(id);
  if (!place || !takesPart(principal, place)) throw noSuchChat();
  if (!mayWrite(principal, place)) throw new ProblemError('not-allowed', 'You may not write here.');
  return place;
}

/** Takes its number in the chat, which is locked. */
function newMessage({ principal, text }: Wish, place: ChatPlace, chat: ChatRow, at: number): Unplaced {
  const side = sideOf(principal);
  const standing = { ...place, begun: chat.begun_at !== null, erased: chat.erased_at !== null };
  const writing = writingOf(standing, side, at);
  const why = refusalOf(writing);
  if (why !== null) throw new ProblemError(writing === 'closed' ? 'conflict' : 'not-allowed', why);
  if (side === 'customer' && chat.from_customer >= mostOfACustomer)
    throw new ProblemError('not-allowed', 'That is as much as can be written about one order.');
  chat.messages += 1;
  if (side === 'customer') chat.from_customer += 1;
  else chat.begun_at ??= at;
  return {
    chat_id: chat.id,
    n: chat.messages,
    id: randomUUID(),
    at,
    side,
    name: side === 'customer' ? null : principal.name,
    person_id: principal.kind === 'person' ? principal.id : null,
    device_id:
      principal.kind === 'device' ? principal.id : principal.kind === 'person' ? principal.device : null,
    text,
    deleted_at: null,
  };
}

async function keep(append: Append, made: readonly Made[], at: number): Promise<void> {
  await append.numbered(
    made.flatMap(({ place }) => streamsOf(place)),
    (places) => {
      const left = places.values();
      const events: NewEvent[] = [];
      const messages: MessageRow[] = [];
      for (const { row, place, key } of made) {
        const seqs: number[] = [];
        for (const [i, stream] of streamsOf(place).entries()) {
          seqs.push(left.next().value?.seq ?? 0);
          const to = i === 0 ? 'staff' : 'customer';
          events.push({ ...toldOfMessage(row, { place, to }), stream, at, cause: key?.key });
        }
        const [staff = 0, customer = null] = seqs;
        messages.push({ ...row, staff_seq: staff, customer_seq: customer });
      }
      const keys = made.flatMap(({ row, key }) =>
        key ? [{ ...key, at, chat_id: row.chat_id, message_id: row.id }] : [],
      );
      return { events, along: { chat_messages: messages, chat_keys: keys } };
    },
  );
}

/** As it is by now: it may have been deleted since. */
async function again(tx: Db, principal: Principal, place: ChatPlace, id: string): Promise<Written> {
  const row = await messageNamed(tx, place.id, id);
  if (!row)
    throw new ProblemError('conflict', 'This chat is closed, and what was written in it is forgotten.');
  return seenBy(principal, place, row);
}

const seenBy = (principal: Principal, place: ChatPlace, row: Unplaced): Written => ({
  chat: chatRefOf(place),
  message: messageOf(row, { place, to: sideOf(principal) }),
});

async function unlessRefused<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (why) {
    if (!(why instanceof ProblemError)) throw why;
    return { ok: false, why };
  }
}

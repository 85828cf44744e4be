// Notifies people of one matter: the one way for all kinds, in the transaction of what they are told of.
import { randomUUID } from 'node:crypto';
import {
  neverOff,
  type Hearing,
  type Notification,
  type NotificationKind,
} from '../../contract/notifications.ts';
import type { OrderMention } from '../../contract/order-mention.ts';
import { among } from '../db/among.ts';
import type { Db, Schema } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { Append } from '../streams/event-log.ts';
import { hearingsOf } from './choices.ts';
import { told, type Row } from './rows.ts';

export type Matter = {
  /** Whose matter it is; null: of no single restaurant. */
  restaurant: string | null;
  kind: NotificationKind;
  title: string;
  body: string;
  data?: Record<string, unknown> | undefined;
  order?: OrderMention | undefined;
  /** The name of who sends it; the backend by itself names nobody. */
  from?: string | undefined;
  /** What it is about when that can be over: then no push of it is sent any more. */
  about?: string | undefined;
  at: number;
};

export type Notified = { id: string; to: number };
/** Tells these people, by their ids. Of nobody, nothing is kept. */
export type Notify = (
  tx: Db,
  append: Append,
  to: readonly string[],
  matter: Matter,
) => Promise<Notified | null>;

/** For people who want to be called for it wherever they are; `quietly`: only where they asked for nothing else. */
export type QueuePush = (
  tx: Db,
  push: {
    people: readonly string[];
    quietly: readonly string[];
    restaurant: string | null;
    notification: Notification;
    about?: string | undefined;
    at: number;
  },
) => Promise<void>;

/** A backend in which notifications are switched off. */
export const notifyNobody: Notify = async () => null;

export type Sending = { store: Store; queuePush: QueuePush };

export function createNotify(sending: Sending): Notify {
  return async (tx, append, to, matter) => {
    if (to.length === 0) return null;
    const row = rowOf(matter);
    await sending.store.insertRows(tx, { notifications: [row] });
    await put(sending, tx, append, row, to, matter);
    return { id: row.id, to: to.length };
  };
}

/** `under`: the key that it was sent with. */
export function rowOf(
  matter: Matter,
  under: Pick<Row, 'scope' | 'key' | 'hash'> = { scope: null, key: null, hash: null },
): Row {
  return {
    id: randomUUID(),
    restaurant_id: matter.restaurant,
    kind: matter.kind,
    title: matter.title,
    body: matter.body,
    data: matter.data === undefined ? null : JSON.stringify(matter.data),
    order_id: matter.order?.id ?? null,
    order_number: matter.order?.number ?? null,
    sent_by: matter.from ?? null,
    created_at: matter.at,
    ...under,
  };
}

/** Puts one that is kept already to these people: into their inboxes, their streams, and on their way by push. */
export async function put(
  { store, queuePush }: Sending,
  tx: Db,
  append: Append,
  row: Row,
  to: readonly string[],
  { at, about }: Pick<Matter, 'at' | 'about'>,
): Promise<void> {
  const hearings = await hearingsOf(store, tx, row.kind, to);
  const recipients: Schema['notification_recipients'][] = to.map((person_id) => ({
    notification_id: row.id,
    person_id,
    created_at: at,
    // Whoever wants to hear nothing of its kind finds it in the list, and is told of nothing.
    opened_at: hearings(person_id) === 'off' ? at : null,
  }));
  await store.insertRows(tx, { notification_recipients: recipients });
  await append.later(
    recipients.map((recipient) => {
      const notification = told({ ...row, ...recipient });
      const { title, body, opened, createdAt } = notification;
      return {
        stream: `user:${recipient.person_id}`,
        type: 'notification.new',
        id: row.id,
        message: title,
        at,
        body: { notification, title, body, opened, createdAt },
      };
    }),
  );
  const those = (hearing: Hearing) => to.filter((person) => hearings(person) === hearing);
  const people = those('bell');
  // Phones are added for what can never be off, and for nothing else.
  const quietly = neverOff.some((kind) => kind === row.kind) ? those('quiet') : [];
  if (people.length + quietly.length > 0)
    await queuePush(tx, {
      people,
      quietly,
      restaurant: row.restaurant_id,
      notification: told({ ...row, created_at: at, opened_at: null }),
      about,
      at,
    });
}

/** Who is called when something is the matter with a restaurant. */
export async function managersOf(tx: Db, restaurant: string): Promise<string[]> {
  const managers = await tx
    .selectFrom('people')
    .select('id')
    .where('restaurant_id', '=', restaurant)
    .where('role', 'in', ['manager', 'admin'])
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  return managers.map(({ id }) => id);
}

/** Those of them who are there, and work at that restaurant. */
export async function peopleThere(
  store: Store,
  tx: Db,
  restaurant: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('people')
    .select('id')
    .where(among(store, 'id', ids))
    .where('restaurant_id', '=', restaurant)
    .where('ended_at', 'is', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

// Makes of kept rows what people are told, and tells which of them have come to a person's stream.
import { sql, type RawBuilder } from 'kysely';
import { notificationKind, type Notification } from '../../contract/notifications.ts';
import type { Schema } from '../db/schema.ts';

export type Row = Schema['notifications'];
type Recipient = Pick<Schema['notification_recipients'], 'created_at' | 'opened_at'>;
export type InboxRow = Omit<Row, 'scope' | 'key' | 'hash' | 'restaurant_id' | 'created_at'> & Recipient;

/** The time is the one at which it was put to this person: of many some are told later than others. */
export function told(row: InboxRow): Notification {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    opened: row.opened_at !== null,
    createdAt: new Date(row.created_at).toISOString(),
    kind: notificationKind.parse(row.kind),
    ...(row.data === null ? {} : { data: JSON.parse(row.data) as Record<string, unknown> }),
    ...(row.order_id === null ? {} : { order: { id: row.order_id, number: row.order_number ?? '?' } }),
    ...(row.sent_by === null ? {} : { from: row.sent_by }),
  };
}

/**
 * Of recipients `r`: its event stands in this person's stream. One whose event is still to be appended comes by that
 * event, and is neither listed nor counted nor opened before.
 */
export const hasCome = (person: string): RawBuilder<boolean> =>
  sql<boolean>`not exists (
    select 1 from later_events l where l.stream = ${`user:${person}`} and l.id = r.notification_id
  )`;

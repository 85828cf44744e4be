// The tables of what people are told beside the orders.

export type PeopleTables = {
  notifications: {
    id: string;
    /** null: of no single restaurant. */
    restaurant_id: string | null;
    kind: string;
    title: string;
    body: string;
    /** JSON of whoever sent it; null: none. */
    data: string | null;
    order_id: string | null;
    order_number: string | null;
    /** The name of who sent it; null: the backend by itself. */
    sent_by: string | null;
    created_at: number;
    /** The Idempotency-Key that it was sent with, of whom, and the hash of what was sent. */
    scope: string | null;
    key: string | null;
    hash: string | null;
  };
  notification_recipients: {
    notification_id: string;
    person_id: string;
    /** When it was put to them. */
    created_at: number;
    opened_at: number | null;
  };
  /** Those on their way to everybody: up to this person, in the order of their ids, it has come. */
  notifications_to_all: { notification_id: string; restaurant_id: string | null; reached: string };
  /** What somebody chose otherwise than it is for everybody. */
  notification_choices: { person_id: string; kind: string; hearing: string };
};

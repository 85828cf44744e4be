// The tables of chats, as Kysely sees them.
export type ChatTables = {
  /** `id`: the order's, or the restaurant's for its own. The row is there once somebody wrote. */
  chats: {
    id: string;
    restaurant_id: string;
    /** null: the restaurant's own. */
    order_id: string | null;
    /** The number of the newest message. */
    messages: number;
    /** How many of them the customer wrote. */
    from_customer: number;
    /** When staff wrote first. */
    begun_at: number | null;
    /** Since then nothing of it is kept, and nothing is written any more. */
    erased_at: number | null;
  };
  chat_messages: {
    chat_id: string;
    /** 1, 2, 3 … within its chat. */
    n: number;
    id: string;
    at: number;
    /** staff or customer */
    side: string;
    /** Of the person, or the device, among staff; the customer's stands in the order. */
    name: string | null;
    person_id: string | null;
    device_id: string | null;
    /** Empty once it was deleted. */
    text: string;
    deleted_at: number | null;
    /** Where its event stands in the stream of the restaurant's chats, and in that of its customer. */
    staff_seq: number;
    customer_seq: number | null;
  };
  /** Up to which message a side has read a chat. */
  chat_reads: { chat_id: string; side: string; n: number; message_id: string; at: number };
  /** Idempotency keys of messages, written in the transaction of the message. */
  chat_keys: {
    scope: string;
    key: string;
    hash: string;
    at: number;
    chat_id: string;
    message_id: string;
  };
};

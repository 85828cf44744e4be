// The tables of push: installs and whose they are, links that add a phone, and what is to be sent. What is over is
// deleted at once: nobody asks for it any more, and it names where somebody can be reached.

export type PushTables = {
  push_registrations: {
    id: string;
    /** 'web', 'fcm' or 'apns' */
    kind: string;
    /** Of the endpoint or token: finds an install again. */
    target_hash: string;
    /** Where and how it is reached, as the contract has it. */
    target: string;
    restaurant_id: string;
    /** A customer's: the order it waits for. */
    order_id: string | null;
    /** A member of staff's. */
    person_id: string | null;
    /** The sign-in it was tied under, and ends with; null for a phone. */
    session_id: string | null;
    /** Of the token that only this phone holds. */
    phone_hash: string | null;
    name: string | null;
    created_at: number;
    reached_at: number | null;
  };
  phone_links: {
    hash: string;
    restaurant_id: string;
    person_id: string;
    /** Of whoever showed it: it ends with their sign-in. */
    session_id: string;
    expires_at: number;
  };
  push_deliveries: {
    registration_id: string;
    message_id: string;
    kind: string;
    /** What of this topic was not delivered yet is replaced by what comes later. */
    topic: string;
    body: string;
    created_at: number;
    /** From then on it is of no use. */
    until_at: number;
    attempts: number;
    next_at: number;
  };
};

// Which words the window, the notifications and the tray say alike; each language beside this writes them once.
import type { ToldKind } from '../notification-kinds.ts';

/** One text per form that the grammar knows; `other` counts anything. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

export type SharedWords = {
  newOrder: string;
  /** How many wait to be accepted. */
  newOrders: Plural;
  /** What a person is told beside the orders and has not opened. */
  newMessages: Plural;
  /** What a backend tells people by itself, by its kind; it says so in its own language only. */
  told: Record<ToldKind, string>;
  table: string;
  order: string;
  pickUp: string;
  delivery: string;
  stopBell: string;
  tryNow: string;
  quit: string;
  starting: string;
  live: string;
  catchingUp: string;
  offline: string;
  signedOut: string;
};

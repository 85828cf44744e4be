// What a console must not forget: how far each stream was read, the orders, the alerts, what is still to be sent.
// It changes only through changes that were written to the journal, so reading the journal again gives it back.
import type { Order } from '../../contract/order.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { streamParts, type Head, type StreamName } from '../../contract/streams.ts';
import type { Alert } from '../alerts/alert.ts';
import { wasAnswered, type Answered } from '../orders/answered.ts';
import type { KeptUnreadable } from '../orders/unreadable.ts';
import type { Entry } from '../outbox/entry.ts';
import type { KeptReceipt } from '../outbox/receipts.ts';
import { foreignId, gone, type Foreign } from './foreign.ts';

export type Ledger = {
  /** The last event applied of each stream. */
  cursors: ReadonlyMap<StreamName, Head>;
  /** The book: orders as the backend confirmed them. */
  orders: ReadonlyMap<string, Order>;
  /** Orders the backend no longer lists, as last known, while something that was pressed on them is unanswered. */
  gone: ReadonlyMap<string, Order>;
  /** Orders that could not be read as they are now. The last copy that could be read stays in the book. */
  unreadable: ReadonlyMap<string, KeptUnreadable>;
  /** What was said of orders whose own status cannot say it. Kept as long as the order is. */
  answered: ReadonlyMap<string, Answered>;
  restaurant: Restaurant | null;
  alerts: ReadonlyMap<string, Alert>;
  /** Commands in the order they were pressed, until their effect has come back. */
  outbox: ReadonlyMap<string, Entry>;
  receipts: ReadonlyMap<string, KeptReceipt>;
  /** What another version wrote and this one cannot read. */
  foreign: ReadonlyMap<string, Foreign>;
};

export type Change =
  | { kind: 'cursor'; stream: StreamName; head: Head }
  | { kind: 'cursor-gone'; stream: StreamName }
  | { kind: 'order'; order: Order }
  | { kind: 'order-unlisted'; order: Order }
  | { kind: 'order-unreadable'; order: KeptUnreadable }
  | { kind: 'order-answered'; id: string; how: Answered }
  /** What said so was taken back. */
  | { kind: 'order-unanswered'; id: string }
  /** Out of the book, and of those that left it. */
  | { kind: 'order-gone'; id: string }
  | { kind: 'restaurant'; restaurant: Restaurant }
  | { kind: 'alert'; alert: Alert }
  | { kind: 'alert-gone'; id: string }
  | { kind: 'entry'; entry: Entry }
  | { kind: 'entry-gone'; id: string }
  | { kind: 'receipt'; receipt: KeptReceipt }
  | { kind: 'receipt-gone'; id: string };

export const emptyLedger: Ledger = {
  cursors: new Map(),
  orders: new Map(),
  gone: new Map(),
  unreadable: new Map(),
  answered: new Map(),
  restaurant: null,
  alerts: new Map(),
  outbox: new Map(),
  receipts: new Map(),
  foreign: new Map(),
};

/** What each slice keeps under a key. */
export type Kept = {
  [Name in Exclude<keyof Ledger, 'foreign'>]: Ledger[Name] extends ReadonlyMap<string, infer Value>
    ? Value
    : NonNullable<Ledger[Name]>;
};
export type SliceName = keyof Kept;
/** One key of one slice has this value now; null: none any more. */
export type Put = {
  [Name in SliceName]: { slice: Name; key: string; value: Kept[Name] | null };
}[SliceName];

/** There is one restaurant. */
const theOne = '';

/** A ledger in the making: each map that is touched is copied once, and the one before stays as it was. */
export function draftOf(before: Ledger) {
  const after = { ...before };
  const copied = new Set<keyof Ledger>();
  const puts = new Map<string, Put>();

  function own(name: Exclude<keyof Ledger, 'restaurant'>): Map<string, unknown> {
    if (!copied.has(name)) {
      copied.add(name);
      Object.assign(after, { [name]: new Map<string, unknown>(before[name]) });
    }
    return after[name] as Map<string, unknown>;
  }

  function put(news: Put): void {
    const id = foreignId(news.slice, news.key);
    puts.set(id, news);
    if (after.foreign.has(id)) own('foreign').delete(id);
    if (news.slice === 'restaurant') after.restaurant = news.value;
    else if (news.value !== null) own(news.slice).set(news.key, news.value);
    else if (after[news.slice].has(news.key)) own(news.slice).delete(news.key);
    if (news.value === null) keepGone(news.slice, news.key);
  }
  /** Slices of which something is kept that nobody here can look into. */
  let sealed: Set<string> | null = null;
  /** It may have a value in there. */
  function keepGone(slice: string, key: string): void {
    sealed ??= new Set([...after.foreign.values()].flatMap((one) => ('sealed' in one ? one.slice : [])));
    if (sealed.has(slice)) own('foreign').set(foreignId(slice, key), gone(slice, key));
  }
  const set = <Name extends SliceName>(slice: Name, key: string, value: Kept[Name] | null) =>
    put({ slice, key, value } as Put);
  const drop = (slice: SliceName, key: string) => set(slice, key, null);
  /** Two slices that hardly any order is in are not written of at every order. */
  const dropKnown = (from: readonly ('orders' | 'gone' | 'unreadable' | 'answered')[], key: string) => {
    for (const slice of from)
      if (slice === 'orders' || slice === 'gone' || after[slice].has(key)) drop(slice, key);
  };

  /** That somebody understood is what the backend says from now on. */
  const asksAgain = (id: string) => {
    if (after.answered.get(id) === 'understood') set('answered', id, 'answered');
  };

  function change(news: Change): void {
    switch (news.kind) {
      case 'cursor':
        return set('cursors', news.stream, news.head);
      case 'cursor-gone':
        return drop('cursors', news.stream);
      case 'order':
        if (news.order.status === 'unknown' && hasAnswer(after.orders.get(news.order.id), news.order))
          if (!after.answered.has(news.order.id)) set('answered', news.order.id, 'answered');
        if (news.order.toBeUnderstood !== null) asksAgain(news.order.id);
        dropKnown(['gone', 'unreadable'], news.order.id);
        return set('orders', news.order.id, news.order);
      case 'order-unlisted':
        dropKnown(['orders', 'unreadable'], news.order.id);
        return set('gone', news.order.id, news.order);
      case 'order-unreadable': {
        const before = after.unreadable.get(news.order.id);
        const { seenAt } = before ?? news.order;
        // That it was at work is told by its status now, and may not be by the next one.
        const atWork = before?.status === 'accepted' || before?.status === 'ready';
        if (atWork && !after.answered.has(news.order.id)) set('answered', news.order.id, 'answered');
        if (news.order.toBeUnderstood !== undefined) asksAgain(news.order.id);
        dropKnown(['gone'], news.order.id);
        return set('unreadable', news.order.id, { ...news.order, seenAt });
      }
      case 'order-answered':
        // Who understood it, or said that it was handled, has not forgotten that with the next press.
        if (news.how === 'answered' && after.answered.has(news.id)) return undefined;
        return set('answered', news.id, news.how);
      case 'order-unanswered':
        return dropKnown(['answered'], news.id);
      case 'order-gone':
        return dropKnown(['orders', 'gone', 'unreadable', 'answered'], news.id);
      case 'restaurant':
        return set('restaurant', theOne, news.restaurant);
      case 'alert':
        return set('alerts', news.alert.id, news.alert);
      case 'alert-gone':
        return drop('alerts', news.id);
      case 'entry':
        return set('outbox', news.entry.id, news.entry);
      case 'entry-gone':
        return drop('outbox', news.id);
      case 'receipt':
        return set('receipts', news.receipt.id, news.receipt);
      case 'receipt-gone':
        return drop('receipts', news.id);
      default:
        return news satisfies never;
    }
  }

  return {
    change,
    put,
    /** What is kept last stands last. */
    keep(foreign: Foreign): void {
      const id = foreignId(foreign.slice, 'key' in foreign ? foreign.key : foreign.sealed);
      if (after.foreign.has(id)) own('foreign').delete(id);
      if ('key' in foreign && (foreign.value ?? null) === null) return keepGone(foreign.slice, foreign.key);
      own('foreign').set(id, foreign);
      if ('sealed' in foreign) sealed = null;
    },
    /** Does away with a whole slice, as if it had never been read. */
    forget: (name: Exclude<SliceName, 'restaurant'>) => own(name).clear(),
    ledger: (): Ledger => after,
    /** What is different, one put for each key. */
    puts: (): Put[] => [...puts.values()],
  };
}

export type Draft = ReturnType<typeof draftOf>;

/** The ledger after these changes, and what of it is to be written. */
export function changed(before: Ledger, changes: readonly Change[]): { ledger: Ledger; puts: Put[] } {
  const draft = draftOf(before);
  for (const change of changes) draft.change(change);
  return { ledger: draft.ledger(), puts: draft.puts() };
}

export const applyChanges = (before: Ledger, changes: readonly Change[]): Ledger =>
  changed(before, changes).ledger;

/** It was at work, or over, before its status became one that is unknown here. */
const hasAnswer = (before: Order | undefined, now: Order): boolean =>
  wasAnswered(now) || (before !== undefined && before.status !== 'new' && before.status !== 'unknown');

/** How far a person's inbox was read is theirs: it lives as long as they are stepped in, and never on the disk. */
export const isKept = ({ slice, key }: Put): boolean =>
  slice !== 'cursors' || streamParts(key).kind !== 'user';

/** The shortest story that ends in this ledger: what a compacted journal holds, beside what is foreign. */
export function putsOf(ledger: Ledger): Put[] {
  const { restaurant, foreign: _, ...maps } = ledger;
  const puts: Put[] = restaurant === null ? [] : [{ slice: 'restaurant', key: theOne, value: restaurant }];
  for (const [slice, map] of Object.entries(maps))
    for (const [key, value] of map) puts.push({ slice, key, value } as Put);
  return puts.filter(isKept);
}

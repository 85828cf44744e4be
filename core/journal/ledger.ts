// What a console must not forget: how far each stream was read, the orders, the alerts, what is still to be sent.
// It changes only through changes that were written to the journal, so reading the journal again gives it back.
import type { Order } from '../../contract/order.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { streamParts, type Head, type StreamName } from '../../contract/streams.ts';
import type { Alert } from '../alerts/alert.ts';
import type { Entry } from '../outbox/entry.ts';
import type { KeptReceipt } from '../outbox/receipts.ts';

export type Ledger = {
  /** The last event applied of each stream. */
  cursors: ReadonlyMap<StreamName, Head>;
  /** The book: orders as the backend confirmed them. */
  orders: ReadonlyMap<string, Order>;
  /** Orders the backend no longer lists, as last known, while something that was pressed on them is unanswered. */
  gone: ReadonlyMap<string, Order>;
  restaurant: Restaurant | null;
  alerts: ReadonlyMap<string, Alert>;
  /** Commands in the order they were pressed, until their effect has come back. */
  outbox: ReadonlyMap<string, Entry>;
  receipts: ReadonlyMap<string, KeptReceipt>;
};

export type Change =
  | { kind: 'cursor'; stream: StreamName; head: Head }
  | { kind: 'cursor-gone'; stream: StreamName }
  | { kind: 'order'; order: Order }
  | { kind: 'order-unlisted'; order: Order }
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
  restaurant: null,
  alerts: new Map(),
  outbox: new Map(),
  receipts: new Map(),
};

/** Copies each map it touches once, however many changes there are: the ledger before stays as it was. */
export function applyChanges(before: Ledger, changes: readonly Change[]): Ledger {
  const copied = new Set<keyof Ledger>();
  const after = { ...before };
  const own = <K extends 'cursors' | 'orders' | 'gone' | 'alerts' | 'outbox' | 'receipts'>(name: K) => {
    if (!copied.has(name)) {
      copied.add(name);
      after[name] = new Map(before[name] as ReadonlyMap<string, unknown>) as unknown as Ledger[K];
    }
    return after[name] as unknown as Map<string, unknown>;
  };
  for (const change of changes) {
    switch (change.kind) {
      case 'cursor':
        own('cursors').set(change.stream, change.head);
        break;
      case 'cursor-gone':
        own('cursors').delete(change.stream);
        break;
      case 'order':
        own('orders').set(change.order.id, change.order);
        if (after.gone.has(change.order.id)) own('gone').delete(change.order.id);
        break;
      case 'order-unlisted':
        own('orders').delete(change.order.id);
        own('gone').set(change.order.id, change.order);
        break;
      case 'order-gone':
        own('orders').delete(change.id);
        own('gone').delete(change.id);
        break;
      case 'restaurant':
        after.restaurant = change.restaurant;
        break;
      case 'alert':
        own('alerts').set(change.alert.id, change.alert);
        break;
      case 'alert-gone':
        own('alerts').delete(change.id);
        break;
      case 'entry':
        own('outbox').set(change.entry.id, change.entry);
        break;
      case 'entry-gone':
        own('outbox').delete(change.id);
        break;
      case 'receipt':
        own('receipts').set(change.receipt.id, change.receipt);
        break;
      case 'receipt-gone':
        own('receipts').delete(change.id);
        break;
      default:
        change satisfies never;
    }
  }
  return after;
}

/** How far a person's inbox was read is theirs: it lives as long as they are stepped in, and never on the disk. */
export const isKept = (change: Change): boolean =>
  !('stream' in change) || streamParts(change.stream).kind !== 'user';

/** The shortest story that ends in this ledger: what a compacted journal holds. */
export function changesOf(ledger: Ledger): Change[] {
  const all: Change[] = [
    ...(ledger.restaurant === null ? [] : [{ kind: 'restaurant', restaurant: ledger.restaurant } as const]),
    ...[...ledger.cursors].map(([stream, head]) => ({ kind: 'cursor', stream, head }) as const),
    ...[...ledger.orders.values()].map((order) => ({ kind: 'order', order }) as const),
    ...[...ledger.gone.values()].map((order) => ({ kind: 'order-unlisted', order }) as const),
    ...[...ledger.alerts.values()].map((alert) => ({ kind: 'alert', alert }) as const),
    ...[...ledger.outbox.values()].map((entry) => ({ kind: 'entry', entry }) as const),
    ...[...ledger.receipts.values()].map((receipt) => ({ kind: 'receipt', receipt }) as const),
  ];
  return all.filter(isKept);
}

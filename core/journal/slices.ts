// What of each slice of the ledger lies in the journal: its version, whether it is sealed, and how a value is read.
// To add a slice: a field in `Ledger` and `emptyLedger`, a kind of `Change` and what it does in `change` (all three in
// ledger.ts), and a row here; without the row it does not compile. Versions that have no such row keep its entries as
// they are (foreign.ts). `v` is raised when a version that has one must not read the new values.
import { z } from 'zod';
import { statuses, unknownStatus } from '../../contract/order.ts';
import { head } from '../../contract/streams.ts';
import { alertOnDisk } from '../alerts/alert.ts';
import { answeredOnDisk } from '../orders/answered.ts';
import { unreadableOnDisk } from '../orders/unreadable.ts';
import { entryOnDisk } from '../outbox/entry.ts';
import { receiptOnDisk } from '../outbox/receipts.ts';
import type { Kept, SliceName } from './ledger.ts';

export type SliceRow<Value> = {
  v: number;
  /** Names customers or staff: never on the disk without the keyring. */
  sealed: boolean;
  /** Part of the book, which the backend has too: what cannot be read is fetched again, with all the rest of it. */
  book: boolean;
  /** A value as it was written, keys that are unknown here included; null: none that this version can act upon. */
  read(value: unknown): Value | null;
};

/** What was written is whole, or its checksum would say so: this only tells what another version meant otherwise. */
const fitting =
  <Value>(shape: z.ZodType) =>
  (value: unknown): Value | null =>
    shape.safeParse(value).success ? (value as Value) : null;

const order = z.object({
  id: z.string(),
  number: z.string(),
  status: z.enum([...statuses, unknownStatus]),
  items: z.array(z.unknown()),
  acts: z.array(z.unknown()),
});
const restaurant = z.object({ id: z.string(), name: z.string(), currency: z.string(), timeZone: z.string() });

export const slices: { readonly [Name in SliceName]: SliceRow<Kept[Name]> } = {
  restaurant: { v: 1, sealed: false, book: true, read: fitting(restaurant) },
  cursors: { v: 1, sealed: false, book: true, read: fitting(head) },
  orders: { v: 1, sealed: true, book: true, read: fitting(order) },
  gone: { v: 1, sealed: true, book: true, read: fitting(order) },
  unreadable: { v: 1, sealed: true, book: true, read: fitting(unreadableOnDisk) },
  answered: { v: 1, sealed: false, book: false, read: fitting(answeredOnDisk) },
  alerts: { v: 1, sealed: false, book: false, read: fitting(alertOnDisk) },
  outbox: { v: 1, sealed: false, book: false, read: fitting(entryOnDisk) },
  receipts: { v: 1, sealed: false, book: false, read: fitting(receiptOnDisk) },
};

export const isSlice = (name: string): name is SliceName => Object.hasOwn(slices, name);

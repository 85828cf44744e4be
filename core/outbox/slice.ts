// Declares what was pressed and is not over, the receipts that nobody has yet, and how far the sending of both is.
import { mapOf } from '../kernel/row.ts';
import { slice } from '../kernel/declare-slice.ts';
import { entryOnDisk, type Entry } from './entry.ts';
import type { CommandAsk, ReceiptsAsk } from './questions.ts';
import { noRetry, type Retry } from './retry.ts';
import { receiptOnDisk, type KeptReceipt } from './receipt.ts';

/** After a failure all lanes wait: it was the network or the backend, not the order. */
export type Sending = Retry & {
  /** May have left this device. What an earlier process left behind counts as handed, for nobody can know. */
  handed: ReadonlySet<string>;
  /** The command under way in each order's lane. */
  underWay: ReadonlyMap<string, CommandAsk>;
  receipts: ReceiptsAsk | null;
  /** When a backend without a log said yes: a list asked for after that moment shows it. */
  answeredAt: ReadonlyMap<string, number>;
};

export const newSending: Sending = {
  ...noRetry,
  handed: new Set(),
  underWay: new Map(),
  receipts: null,
  answeredAt: new Map(),
};

export const {
  own: outbox,
  setWithin,
  keep,
} = slice('outbox', {
  session: { sending: newSending },
  keeps: {
    /** Commands in the order they were pressed, until their effect has come back. */
    outbox: mapOf<Entry>({
      v: 1,
      sealed: false,
      unread: 'kept',
      shape: entryOnDisk,
      before: {
        entry: (change: { entry: Entry }) => [change.entry.id, change.entry],
        'entry-gone': (change: { id: string }) => [change.id, null],
      },
    }),
    receipts: mapOf<KeptReceipt>({
      v: 1,
      sealed: false,
      unread: 'kept',
      shape: receiptOnDisk,
      before: {
        receipt: (change: { receipt: KeptReceipt }) => [change.receipt.id, change.receipt],
        'receipt-gone': (change: { id: string }) => [change.id, null],
      },
    }),
  },
});

export const setSending = setWithin('sending');

// Defines one press of a button on its way to the backend.
import { z } from 'zod';
import type { CommandRequest } from '../../contract/api.ts';
import { verb, type Verb } from '../../contract/order.ts';
import type { StreamName } from '../../contract/streams.ts';
import { isoTime } from '../../contract/wire.ts';

export type Entry = {
  /** Also the Idempotency-Key: sent again, it takes effect once. */
  id: string;
  order: string;
  verb: Verb;
  /** tick: which item. */
  item: string | null;
  details: Pick<CommandRequest, 'reason' | 'minutes' | 'seconds' | 'ticked'>;
  /** Who was stepped in when it was pressed. */
  person: string | null;
  /** By the backend's clock. */
  pressedAt: string;
  /**
   * Set once the backend answered: the place in the log from which on the book shows its effect, and the epoch we
   * were reading when it did.
   */
  takenAt: { stream: StreamName; epoch: string; seq: number; reading: string } | null;
  /** Parked: the backend's sentence why it will never take it. */
  refused: string | null;
  /** Counts on this device alone, because the backend has no way to take it. */
  kept: boolean;
  /** It may have taken effect; a backend without a log is read before anything is repeated. */
  unsure: boolean;
  /** The entry this one takes back; refused together with it. */
  undoes: string | null;
};

/** Far more than anybody presses, and little enough to be added to a time. */
const amount = z.number().min(0).max(1_000_000);
/** With a detail that is unknown here it could not be sent as it was meant. */
const details = z.strictObject({
  reason: z.string().optional(),
  minutes: amount.optional(),
  seconds: amount.optional(),
  ticked: z.boolean().optional(),
});
export const entryOnDisk = z.object({
  id: z.string(),
  order: z.string(),
  verb,
  item: z.string().nullable(),
  details,
  person: z.string().nullable(),
  pressedAt: isoTime,
  takenAt: z
    .object({ stream: z.string(), epoch: z.string(), seq: z.number(), reading: z.string() })
    .nullable(),
  refused: z.string().nullable(),
  kept: z.boolean(),
  unsure: z.boolean(),
  undoes: z.string().nullable(),
});

/** Stands where a stream's name and place would: a backend without a log has neither. */
export const inNoLog = 'list';

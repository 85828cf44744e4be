// One press of a button on its way to the backend.
import type { CommandRequest } from '../../contract/api.ts';
import type { Verb } from '../../contract/order.ts';
import type { StreamName } from '../../contract/streams.ts';

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
  /** It may have taken effect; an existing backend is read before anything is repeated. */
  unsure: boolean;
  /** The entry this one takes back; refused together with it. */
  undoes: string | null;
};

// Changes what is kept of who heard the bell.
import type { Change } from '../kernel/ledger.ts';
import { theOne } from '../kernel/row.ts';
import type { OpeningCheck } from './opening.ts';
import { keep } from './slice.ts';

export const openingIs =
  (check: OpeningCheck): Change =>
  (draft) =>
    keep.openingCheck.put(draft, theOne, check);

/** By the order system's clock. */
export const lastHeardIs =
  (at: number): Change =>
  (draft) =>
    keep.lastHeard.put(draft, theOne, { at });

// Changes presses on their way, as the ledger keeps them.
import type { Change } from '../kernel/ledger.ts';
import type { Entry } from './entry.ts';
import { keep } from './slice.ts';

export const entryIs =
  (entry: Entry): Change =>
  (draft) =>
    keep.outbox.put(draft, entry.id, entry);

export const entryOver =
  (id: string): Change =>
  (draft) =>
    keep.outbox.put(draft, id, null);

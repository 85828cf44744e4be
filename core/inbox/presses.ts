// Changes what was pressed in an inbox, as the ledger keeps it.
import type { Change } from '../kernel/ledger.ts';
import type { InboxPress } from './inbox-press.ts';
import { keep } from './slice.ts';

export const pressIs =
  (press: InboxPress): Change =>
  (draft) =>
    keep.inboxPresses.put(draft, press.id, press);

export const pressOver =
  (id: string): Change =>
  (draft) =>
    keep.inboxPresses.put(draft, id, null);

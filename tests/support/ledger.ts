// The ledger with all parts that slices declare, and what changes it, for tests that begin with something in it.
import { rows, type State } from '../../core/assembly.ts';
import * as journal from '../../core/journal/journal.ts';
import { readLine as readLineOf, writeLine as writeLineOf } from '../../core/journal/line.ts';
import type { Foreign } from '../../core/kernel/foreign.ts';
import {
  changed,
  draftOf,
  emptyLedger as emptyOf,
  putsOf as putsIn,
  type Change,
  type Put,
} from '../../core/kernel/ledger.ts';
import type { Disk } from '../../core/ports/disk.ts';
import type { Secrets } from '../../core/ports/secrets.ts';

export { alertGone, alertIs } from '../../core/alerts/marks.ts';
export { changed, type Change, type Put } from '../../core/kernel/ledger.ts';
export { orderAnswered, orderGone, orderIs, orderUnlisted, orderUnreadable } from '../../core/orders/book.ts';
export { entryIs, entryOver } from '../../core/outbox/entries.ts';
export { restaurantIs } from '../../core/session/changes.ts';
export { cursorIs } from '../../core/streams/cursors.ts';

export type Ledger = State['ledger'];

export const emptyLedger: Ledger = emptyOf(rows);

export const applyChanges = (before: Ledger, changes: readonly Change[]): Ledger =>
  changed(before, changes).ledger;

/** As the journal brings it back: part by part. */
export function withPuts(before: Ledger, puts: readonly Put[]): Ledger {
  const draft = draftOf(before);
  for (const { slice, key, value } of puts) {
    const row = rows[slice as keyof typeof rows];
    draft.put({ name: slice, row }, key, value);
  }
  return draft.ledger() as Ledger;
}

export const putsOf = (ledger: Ledger): Put[] => putsIn(ledger, rows);

export const openJournal = (disk: Disk, secrets: Pick<Secrets, 'seal' | 'open'>, path: string) =>
  journal.openJournal(disk, secrets, path, rows);

export const readJournal = (bytes: Uint8Array, secrets: Pick<Secrets, 'open'>) =>
  journal.readJournal(bytes, secrets, rows);

export const writeLine = (
  puts: readonly Put[],
  secrets: Pick<Secrets, 'seal'>,
  foreign: Iterable<Foreign> = [],
): Promise<Uint8Array> => writeLineOf(puts, secrets, rows, foreign);

export const readLine = (line: Uint8Array, secrets: Pick<Secrets, 'open'>) => readLineOf(line, secrets, rows);

// Takes the entries of the journal into the ledger, or keeps them as foreign when this version cannot act upon them.
import type { Foreign, Written } from '../kernel/foreign.ts';
import type { Draft } from '../kernel/ledger.ts';
import type { Row, Rows } from '../kernel/row.ts';
import type { ReadEntry } from './line.ts';
import type { OldChange } from './line-0-1.ts';

const isRefetched = ({ unread }: Row): boolean => unread !== 'kept';

/** False: it could not be read, and has to be fetched again with all that is like it. */
export function takeIn(draft: Draft, entry: ReadEntry, rows: Rows): boolean {
  if (!('sealed' in entry)) {
    const outcome = put(draft, entry, rows);
    if (outcome === 'foreign') draft.keep(entry);
    return outcome !== 'missing';
  }
  const { inside, ...box } = entry;
  if (inside === null) {
    const row = rowOf(rows, box.slice);
    if (row !== null && isRefetched(row)) return false;
    if (box.sealed !== '') draft.keep(box);
    return true;
  }
  const outcomes = new Set(inside.map((one) => put(draft, one, rows)));
  // What came sealed goes back to the disk sealed, or not at all.
  if (outcomes.has('foreign')) draft.keep(box);
  return !outcomes.has('missing');
}

function put(draft: Draft, entry: Foreign, rows: Rows): 'taken' | 'missing' | 'foreign' {
  const row = rowOf(rows, entry.slice);
  if ('sealed' in entry || row === null) return 'foreign';
  const value = isGone(entry) || entry.v > row.v ? null : row.read(entry.value);
  // Whatever it was before, it is that no more: also when what it is now cannot be read here.
  draft.put({ name: entry.slice, row }, entry.key, value);
  if (value !== null || isGone(entry)) return 'taken';
  return isRefetched(row) ? 'missing' : 'foreign';
}

/** One change may have been to several parts. */
export function takeInOld(draft: Draft, change: OldChange, rows: Rows): void {
  for (const [name, row] of Object.entries(rows)) {
    const was = row.before[change.kind]?.(change as never);
    if (was !== undefined) draft.put({ name, row }, ...was);
  }
}

const rowOf = (rows: Rows, part: string): Row | null =>
  Object.hasOwn(rows, part) ? (rows[part] ?? null) : null;
const isGone = ({ value }: Written): boolean => value === null || value === undefined;

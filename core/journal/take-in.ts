// Takes the entries of the journal into the ledger, or keeps them as foreign when this version cannot act upon them.
import type { Foreign, Written } from './foreign.ts';
import type { Draft, Put } from './ledger.ts';
import type { ReadEntry } from './line.ts';
import { isSlice, slices } from './slices.ts';

/** False: it is part of the book and could not be read, so the book has to be fetched again. */
export function takeIn(draft: Draft, entry: ReadEntry): boolean {
  if (!('sealed' in entry)) {
    const outcome = put(draft, entry);
    if (outcome === 'foreign') draft.keep(entry);
    return outcome !== 'missing';
  }
  const { inside, ...box } = entry;
  if (inside === null) {
    if (isSlice(box.slice) && slices[box.slice].book) return false;
    if (box.sealed !== '') draft.keep(box);
    return true;
  }
  const outcomes = new Set(inside.map((one) => put(draft, one)));
  // What came sealed goes back to the disk sealed, or not at all.
  if (outcomes.has('foreign')) draft.keep(box);
  return !outcomes.has('missing');
}

function put(draft: Draft, entry: Foreign): 'taken' | 'missing' | 'foreign' {
  if ('sealed' in entry || !isSlice(entry.slice)) return 'foreign';
  const row = slices[entry.slice];
  const value = isGone(entry) || entry.v > row.v ? null : row.read(entry.value);
  // Whatever it was before, it is that no more: also when what it is now cannot be read here.
  draft.put({ slice: entry.slice, key: entry.key, value } as Put);
  if (value !== null || isGone(entry)) return 'taken';
  return row.book ? 'missing' : 'foreign';
}

const isGone = ({ value }: Written): boolean => value === null || value === undefined;

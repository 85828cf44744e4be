// Takes one entry of the journal into the ledger, or keeps it as foreign when this version cannot act upon it.
import type { Sealed, Written } from './foreign.ts';
import type { Draft, Put } from './ledger.ts';
import { isSlice, slices } from './slices.ts';

/** False: it is part of the book and could not be read, so the book has to be fetched again. */
export function takeIn(draft: Draft, entry: Written | Sealed): boolean {
  const name = isSlice(entry.slice) ? entry.slice : null;
  const inBook = name !== null && slices[name].book;
  if ('sealed' in entry) {
    if (inBook) return false;
    if (entry.sealed !== '') draft.keep(entry);
    return true;
  }
  const { key, v } = entry;
  const row = name === null ? null : slices[name];
  const value = row === null || entry.value === null || v > row.v ? null : row.read(entry.value);
  // Whatever it was before, it is that no more: also when what it is now cannot be read here.
  if (name !== null) draft.put({ slice: name, key, value } as Put);
  if (value !== null) return true;
  if (inBook) return entry.value === null;
  draft.keep(entry);
  return true;
}

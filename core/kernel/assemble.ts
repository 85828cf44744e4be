// Puts slices together: everything that is known at first, what is known anew, and all that lies in the journal.
import { emptyLedger, type Ledger } from './ledger.ts';
import type { Rows } from './row.ts';
import type { AnySlice } from './declare-slice.ts';
import type { Firsts } from './turn.ts';

export type Assembled = { known: object; firsts: Firsts; rows: Rows };

export function assemble(slices: readonly AnySlice[]): Assembled {
  const rows = merged(slices.map(({ keeps }) => keeps)) as Rows;
  const ledger: Ledger = emptyLedger(rows);
  const session = merged(slices.map((slice) => slice.session));
  const person = merged(slices.map((slice) => slice.person));
  const process = merged(slices.map((slice) => slice.process));
  return { known: merged([process, session, person, { ledger }]), firsts: { session, person, ledger }, rows };
}

/** Two slices with a field of the same name would write each other's. */
function merged(parts: readonly object[]): object {
  const names = parts.flatMap((part) => Object.keys(part));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`Two slices declare "${twice}".`);
  return Object.assign({}, ...parts) as object;
}

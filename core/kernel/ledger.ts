// Changes what a console must not forget, only by changes that are written to the journal, so reading the journal again
// gives it back. What is in it the slices declare.
import { foreignId, gone, type Foreign } from './foreign.ts';
import { theOne, type KeptBy, type Row, type Rows } from './row.ts';

export type Ledger = {
  /** What another version wrote and this one cannot read. */
  readonly foreign: ReadonlyMap<string, Foreign>;
};
export type LedgerOf<R> = Ledger & KeptBy<R>;

/** One key of one part has this value now; null: none any more. */
export type Put = { slice: string; key: string; value: unknown };

/** A part of the ledger by its name. */
export type Part<Value = unknown> = { readonly name: string; readonly row: Row<Value> };

export type Draft = {
  /** The part as it is by now. */
  get(name: string): unknown;
  put(part: Part, key: string, value: unknown): void;
  /** What is kept last stands last. */
  keep(foreign: Foreign): void;
  /** Does away with a whole part, as if it had never been read. */
  forget(name: string): void;
  ledger(): Ledger;
  /** What is different and belongs on the disk, one put for each key. */
  puts(): Put[];
};

/** What becomes of the ledger: only the folder whose slice it is can make one. */
export type Change = (draft: Draft) => void;

type Parts = Record<string, unknown> & Ledger;

/** A ledger in the making: each map that is touched is copied once, and the one before stays as it was. */
export function draftOf(before: Ledger): Draft {
  const after: Parts = { ...before };
  const copied = new Set<string>();
  const puts = new Map<string, Put>();

  function own(name: string): Map<string, unknown> {
    if (!copied.has(name)) {
      copied.add(name);
      Object.assign(after, { [name]: new Map(after[name] as ReadonlyMap<string, unknown>) });
    }
    return after[name] as Map<string, unknown>;
  }

  /** Parts of which something is kept that nobody here can look into. */
  let sealed: Set<string> | null = null;
  /** It may have a value in there. */
  function keepGone(slice: string, key: string): void {
    sealed ??= new Set([...after.foreign.values()].flatMap((one) => ('sealed' in one ? one.slice : [])));
    if (sealed.has(slice)) own('foreign').set(foreignId(slice, key), gone(slice, key));
  }

  return {
    get: (name) => after[name],
    put({ name, row }, key, value) {
      const id = foreignId(name, key);
      if (row.onDisk?.(key) !== false) puts.set(id, { slice: name, key, value });
      if (after.foreign.has(id)) own('foreign').delete(id);
      if (row.kind === 'one') Object.assign(after, { [name]: value });
      else if (value !== null) own(name).set(key, value);
      else if ((after[name] as ReadonlyMap<string, unknown>).has(key)) own(name).delete(key);
      if (value === null) keepGone(name, key);
    },
    keep(foreign) {
      const id = foreignId(foreign.slice, 'key' in foreign ? foreign.key : foreign.sealed);
      if (after.foreign.has(id)) own('foreign').delete(id);
      if ('key' in foreign && (foreign.value ?? null) === null) return keepGone(foreign.slice, foreign.key);
      own('foreign').set(id, foreign);
      if ('sealed' in foreign) sealed = null;
    },
    forget: (name) => own(name).clear(),
    ledger: () => after,
    puts: () => [...puts.values()],
  };
}

/** The ledger after these changes, and what of it is to be written. */
export function changed<L extends Ledger>(before: L, changes: Iterable<Change>): { ledger: L; puts: Put[] } {
  const draft = draftOf(before);
  for (const change of changes) change(draft);
  return { ledger: draft.ledger() as L, puts: draft.puts() };
}

export const emptyLedger = <R extends Rows>(rows: R): LedgerOf<R> => {
  const empty: Record<string, unknown> = { foreign: new Map() };
  for (const name in rows) empty[name] = rows[name]?.kind === 'one' ? null : new Map();
  return empty as LedgerOf<R>;
};

/** The shortest story that ends in this ledger: what a compacted journal holds, beside what is foreign. */
export function putsOf(ledger: Ledger, rows: Rows): Put[] {
  const parts = ledger as Parts;
  return Object.entries(rows).flatMap(([slice, row]) => {
    const part = parts[slice];
    const all: Iterable<readonly [string, unknown]> =
      row.kind === 'map'
        ? (part as ReadonlyMap<string, unknown>)
        : part === null
          ? []
          : [[theOne, part] as const];
    return [...all]
      .filter(([key]) => row.onDisk?.(key) !== false)
      .map(([key, value]) => ({ slice, key, value }));
  });
}

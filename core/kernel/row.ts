// Declares how a part of the ledger lies in the journal, for the slice that it belongs to.
export type Row<Value = unknown, Kind extends 'map' | 'one' = 'map' | 'one'> = {
  /** `map`: values by key. `one`: a single value, under the empty key. */
  kind: Kind;
  /** Raised when a version that has the one before must not read the new values. */
  v: number;
  /** Names customers or staff: never on the disk without the keyring. */
  sealed: boolean;
  /**
   * When a value cannot be read. `kept`: nobody else has it, so it stays as it came for a version that can. `refetched`:
   * the backend has it too, so all parts like it are fetched again; `stale-until-refetched`: until then this one stays.
   */
  unread: 'kept' | 'refetched' | 'stale-until-refetched';
  /** A value as it was written, keys that are unknown here included; null: none that this version can act upon. */
  read(value: unknown): Value | null;
  /** False: of this key nothing is written to the disk. */
  onDisk?(key: string): boolean;
  /** What each kind of change that version 0.1.0 wrote down has made of this part. */
  before: { readonly [kind: string]: (change: never) => Was<Value> };
};
type Was<Value> = readonly [key: string, value: Value | null];

export type Rows = { readonly [name: string]: Row };

type Declaration<Value> = Omit<Row<Value>, 'kind' | 'read' | 'before'> & {
  shape: { safeParse(value: unknown): { success: boolean } };
  before?: Row<Value>['before'];
};

const rowOf = <Value, Kind extends 'map' | 'one'>(
  kind: Kind,
  { shape, before = {}, ...row }: Declaration<Value>,
): Row<Value, Kind> => ({
  ...row,
  kind,
  before,
  // What was written is whole, or its checksum would say so: this only tells what another version meant otherwise.
  read: (value) => (shape.safeParse(value).success ? (value as Value) : null),
});

export const mapOf = <Value>(row: Declaration<Value>): Row<Value, 'map'> => rowOf('map', row);
export const oneOf = <Value>(row: Declaration<Value>): Row<Value, 'one'> => rowOf('one', row);

/** The key of the only value of its part. */
export const theOne = '';

/** What the ledger holds of each part. */
export type KeptBy<R> = {
  readonly [Name in keyof R]: R[Name] extends Row<infer Value, infer Kind>
    ? Kind extends 'one'
      ? Value | null
      : ReadonlyMap<string, Value>
    : never;
};

// A condition with a list in it whose text is the same however long the list is, so that it is prepared once.
import { sql, type RawBuilder } from 'kysely';
import type { Store } from './store.ts';

/** `column` is one of `values`. */
export function among(
  store: Pick<Store, 'kind'>,
  column: string,
  values: readonly (string | number)[],
): RawBuilder<boolean> {
  return store.kind === 'postgres'
    ? sql<boolean>`${sql.ref(column)} = any(${values})`
    : sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
}

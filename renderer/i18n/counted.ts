// Spells the forms of a shared plural as the keys by which i18next counts: `{ one, other }` becomes `name_one`, `name_other`.
import type { Plural } from '../../contract/words/words.ts';

type Counted<N extends string, P> = { [F in keyof P & string as `${N}_${F}`]: string };

export const counted = <N extends string, P extends Plural>(name: N, forms: P): Counted<N, P> =>
  Object.fromEntries(Object.entries(forms).map(([form, text]) => [`${name}_${form}`, text])) as Counted<N, P>;

// Which words every setting on the screen needs, from its descriptor: one that is missing, or too many, does not compile.
import type { Descriptors, SettingName } from '../../contract/settings/table.ts';

type Shown = { readonly shown: object };

type WordsOf<F> = { name: string; about: string } & (F extends { shown: { control: { kind: 'choice' } } }
  ? F extends { value: { of: readonly (infer T extends string)[] } }
    ? { is: Record<T, string> }
    : never
  : F extends { shown: { control: { kind: 'language' } } }
    ? { is: { system: string } }
    : unknown);

type ShownFields<D> = D extends { fields: infer F }
  ? { [K in keyof F as F[K] extends Shown ? K : never]: F[K] }
  : Record<never, never>;

type ShownSetting = {
  [N in SettingName]: Descriptors[N] extends Shown
    ? N
    : [keyof ShownFields<Descriptors[N]>] extends [never]
      ? never
      : N;
}[SettingName];

export type SettingWords = {
  [N in ShownSetting]: Descriptors[N] extends Shown
    ? WordsOf<Descriptors[N]>
    : { [K in keyof ShownFields<Descriptors[N]>]: WordsOf<ShownFields<Descriptors[N]>[K]> };
};

/** Where the words of one value stand: `theme`, `bell.volume`. */
export type ShownPath = {
  [N in ShownSetting]: Descriptors[N] extends Shown
    ? N
    : `${N}.${Extract<keyof ShownFields<Descriptors[N]>, string>}`;
}[ShownSetting];

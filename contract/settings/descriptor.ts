// What one setting is: its value, its default, how it is shown, what the guide says of it, and which value is stricter.
import type { BellKind } from './bell-kinds.ts';
import type { Choice, Fraction, OnOff, Output, Value, ValueOf, Whole } from './values.ts';

/** The parts of the settings screen, in their order. */
export const sections = ['look', 'bell', 'sounds', 'notifications', 'computer'] as const;
export type Section = (typeof sections)[number];

/** How a value is chosen on the screen. Each kind of control is drawn by the window's table of controls. */
export type Control =
  | { readonly kind: 'choice' }
  /** A choice whose names are not translated: everybody looks for their own. */
  | { readonly kind: 'language' }
  | { readonly kind: 'switch' }
  /** A choice of sounds, each to be heard as it would be for this kind. */
  | { readonly kind: 'tone'; readonly of: BellKind }
  /** What the computer has for sounds to come out of. */
  | { readonly kind: 'output' }
  /** `from`: what is set lower counts as this. */
  | { readonly kind: 'percent'; readonly step: number; readonly from: number }
  /** A choice of seconds; one that a file or a policy names besides is offered too. */
  | { readonly kind: 'seconds'; readonly steps: readonly number[] };

type ControlFor<V extends Value> = V extends Choice
  ? Extract<Control, { kind: 'choice' | 'language' | 'tone' }>
  : V extends OnOff
    ? Extract<Control, { kind: 'switch' }>
    : V extends Fraction
      ? Extract<Control, { kind: 'percent' }>
      : V extends Whole
        ? Extract<Control, { kind: 'seconds' }>
        : V extends Output
          ? Extract<Control, { kind: 'output' }>
          : never;

export type Field<V extends Value = Value> = {
  readonly value: V;
  readonly default: ValueOf<V>;
  /** Null: it is no choice of the settings' screen; a policy sets it, or a screen of its own. */
  readonly shown: {
    readonly section: Section;
    readonly control: ControlFor<V>;
    /** It means something on a device of this kind alone. */
    readonly onlyAt?: 'office';
  } | null;
  /** What docs/INSTALL.md says of it, after what is permitted. */
  readonly guide: string;
};
export type Fields = { readonly [name: string]: Field };

type PolicyRules<T, Taken = T> = {
  /** The number of a policy's keys (`schema`) from which on a policy may name it. */
  readonly since: number;
  /** Of what a person chose, and what a policy wanted that can no longer be read: which leaves less unheard or unsafe. */
  stricter(chosen: T, wanted: T): Taken;
};

type Single<V extends Value> = Field<V> & PolicyRules<ValueOf<V>>;

/** Fields that make sense only together: a policy names all of them, and fixes all of them. */
type Group<F extends Fields> = { readonly fields: F } & PolicyRules<{
  [N in keyof F]: ValueOf<F[N]['value']>;
}>;

export type Descriptor = (Field | { readonly fields: Fields }) & PolicyRules<never, unknown>;
export type SettingOf<D> =
  D extends Group<infer F>
    ? { [N in keyof F]: ValueOf<F[N]['value']> }
    : D extends Field<infer V>
      ? ValueOf<V>
      : never;

// The three keep what exactly was said, so that words and controls can be demanded for it.
export const single = <V extends Value, const S extends Field<V>['shown']>(
  said: Single<V> & { readonly shown: S },
) => said;
export const field = <V extends Value, const S extends Field<V>['shown']>(
  said: Field<V> & { readonly shown: S },
) => said;
export const group = <F extends Fields>(said: Group<F>) => said;

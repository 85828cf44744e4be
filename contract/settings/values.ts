// The kinds of value that a setting may have, as data: the schema, the guide and the window's control are made of it.

export type Choice<T extends string = string> = { readonly kind: 'choice'; readonly of: readonly T[] };
export type OnOff = { readonly kind: 'on-off' };
/** From 0 to 1. */
export type Fraction = { readonly kind: 'fraction' };
export type Whole = {
  readonly kind: 'whole';
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  /** Why it has to lie between the two: whoever wrote another number reads it. */
  readonly why: string;
};
/** Where the computer has sounds come out, or null: wherever it has all of them come out. */
export type Output = { readonly kind: 'output' };
/** Growing seconds since an order came, the first of them 0. */
export type RingTimes = {
  readonly kind: 'ring-times';
  readonly most: number;
  readonly latest: number;
  readonly longestPause: number;
};
export type Value = Choice | OnOff | Fraction | Whole | Output | RingTimes;

/** `id`: what this console knows it by, which another one does not; `label`: what people see, and what IT can name. */
export type OutputChoice = { id: string; label: string };

export type ValueOf<V extends Value> =
  V extends Choice<infer T>
    ? T
    : V extends OnOff
      ? boolean
      : V extends Fraction | Whole
        ? number
        : V extends Output
          ? OutputChoice | null
          : V extends RingTimes
            ? number[]
            : never;

export const choice = <const T extends string>(of: readonly T[]): Choice<T> => ({ kind: 'choice', of });
export const onOff: OnOff = { kind: 'on-off' };
export const fraction: Fraction = { kind: 'fraction' };
export const output: Output = { kind: 'output' };
export const whole = (low: number, high: number, unit: string, why: string): Whole => ({
  kind: 'whole',
  low,
  high,
  unit,
  why,
});
export const ringTimes = (bounds: Omit<RingTimes, 'kind'>): RingTimes => ({ kind: 'ring-times', ...bounds });

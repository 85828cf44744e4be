// The small building blocks of everything that crosses a boundary: ids, times, money, texts.
import { z } from 'zod';

/** Zod's own uuid check is strict about versions; foreign systems send any of them. */
export const uuid = z.guid();
export const isoTime = z.iso.datetime({ offset: true });
export const shortText = z.string().trim().min(1).max(80);
export const longText = z.string().trim().min(1).max(500);
export const seq = z.number().int().nonnegative();

const currencies = new Set(Intl.supportedValuesOf('currency'));
export const currency = z
  .string()
  .refine((code) => currencies.has(code), { error: 'is not a currency code of ISO 4217, such as EUR' });

/** Minor units (cents) and the currency they are in. */
export const money = z.strictObject({ amount: z.number().int().min(0).max(100_000_000), currency });
export type Money = z.infer<typeof money>;

// The small building blocks of everything that crosses a boundary: ids, times, money, texts.
import { z } from 'zod';

/** Zod's own uuid check is strict about versions; foreign systems send any of them. */
export const uuid = z.guid();
export const isoTime = z.iso.datetime({ offset: true });
export const shortText = z.string().trim().min(1).max(80);
export const longText = z.string().trim().min(1).max(500);

/** Halves of a character: every program shows something else for them. */
const halves = /\p{Surrogate}/u;
/** C0 and C1 controls, and the two marks that turn the letters after them around whatever they are. */
const controls = /[\p{Cc}\u202d\u202e]/u;
const controlsBetweenLines = /[^\P{Cc}\t\n\r]|[\u202d\u202e]/u;

const free = (of: RegExp) => (text: string) => !of.test(text);
const whole = [free(halves), { error: 'contains half a character (a lone surrogate)' }] as const;
const plain = 'contains a control character, which nobody can see or read out';

/** One line somebody sends in. It is refused by name, never changed; what is stored already is read as it is. */
export const newShortText = shortText.refine(...whole).refine(free(controls), { error: plain });
/** The same with line breaks and tabs. */
export const newLongText = longText.refine(...whole).refine(free(controlsBetweenLines), { error: plain });
/** The same for words with bounds of their own. */
export const visible = (words: z.ZodString) =>
  words.refine(...whole).refine(free(controls), { error: plain });

export const seq = z.number().int().nonnegative();

const currencies = new Set(Intl.supportedValuesOf('currency'));
export const currency = z
  .string()
  .refine((code) => currencies.has(code), { error: 'is not a currency code of ISO 4217, such as EUR' });

/** Minor units (cents) and the currency they are in. */
export const money = z.strictObject({ amount: z.number().int().min(0).max(100_000_000), currency });
export type Money = z.infer<typeof money>;

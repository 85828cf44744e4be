// The small building blocks of everything that crosses a boundary: ids, times, money, texts.
import { z } from 'zod';
import { isTimeZone } from './time-zone.ts';
import { readAs, textUpTo } from './tolerant.ts';

/** Zod's own uuid check is strict about versions; foreign systems send any of them. */
export const uuid = z.guid();
export const isoTime = z.iso.datetime({ offset: true });
export const shortText = textUpTo(80);
export const longText = textUpTo(500);

/** Halves of a character: every program shows something else for them. */
const halves = /\p{Surrogate}/u;
/** C0 and C1 controls, and the two marks that turn the letters after them around whatever they are. */
const controls = /[\p{Cc}\u202d\u202e]/u;
const controlsBetweenLines = /[^\P{Cc}\t\n\r]|[\u202d\u202e]/u;

const free = (of: RegExp) => (text: string) => !of.test(text);
const whole = [free(halves), { error: 'contains half a character (a lone surrogate)' }] as const;
const plain = 'contains a control character, which nobody can see or read out';

/** Words that somebody sends in, with bounds of their own. They are refused by name, never changed. */
export const visible = (words: z.ZodString) =>
  words.refine(...whole).refine(free(controls), { error: plain });
/** One line; what is stored already is read as it is. */
export const newShortText = visible(z.string().trim().min(1).max(80));
/** The same with line breaks and tabs. */
export const newLongText = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine(...whole)
  .refine(free(controlsBetweenLines), { error: plain });

export const seq = z.number().int().nonnegative();

const currencies = new Set(Intl.supportedValuesOf('currency'));
export const currency = readAs(
  z
    .string()
    .refine((code) => currencies.has(code), { error: 'is not a currency code of ISO 4217, such as EUR' }),
  z.string(),
);

/** Any is read as it comes; one that somebody writes has to be known here. */
export const timeZone = readAs(
  z.string().refine(isTimeZone, { error: 'is not a time zone such as Europe/Berlin' }),
  z.string(),
);

/** Minor units (cents) and the currency they are in. */
export const money = z.object({ amount: z.number().int().min(0).max(100_000_000), currency });
export type Money = z.infer<typeof money>;

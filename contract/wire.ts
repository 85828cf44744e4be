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

/**
 * At most so long (in UTF-16 units, as every bound here is), and never through the middle of a character: half of one
 * cannot be stored by PostgreSQL and is shown as another one everywhere else.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

/** The end of a text, bounded and whole in the same way. */
export function endOfText(text: string, most: number): string {
  if (text.length <= most) return text;
  const first = text.charCodeAt(text.length - most);
  return text.slice(text.length - (first >= 0xdc00 && first <= 0xdfff ? most - 1 : most));
}

const everyHalf = /\p{Surrogate}/gu;

/** A text of somebody else's that every program can keep: a NUL is left out, half a character is shown as one lost. */
export function wholeText(text: string): string {
  return text.replaceAll('\0', '').replaceAll(everyHalf, '\ufffd');
}

/** For an address. Of half a character `encodeURIComponent` by itself throws, and ids come from anywhere. */
export const inAddress = (text: string): string => encodeURIComponent(wholeText(text));

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

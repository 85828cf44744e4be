// Says what an order is found by, and whether the words that somebody typed find it. Pure.
import type { Order } from '../../contract/order.ts';
import { cutText, wholeText } from '../../contract/wire.ts';

/** A word as typed, and the other ways in which it may stand in an order. */
export type Word = readonly string[];

const searchLength = 1_000;
/** Fewer digits are no telephone number, and are found as they are written. */
const fewestDigits = 3;

export function searchText(order: Order): string {
  const { customer, items, number, channel } = order;
  const phone = customer?.phone;
  const words = [
    number,
    customer?.name,
    phone,
    phone && digitsOf(phone),
    channel,
    ...items.map((item) => item.name),
  ];
  const told = words.filter((word) => word !== undefined && word !== '');
  return cutText(asSearched(told.join(' ')), searchLength);
}

const digitsOf = (phone: string) => phone.replaceAll(/\D/g, '');

/**
 * One spelling for what looks alike: capitals and accents, however they are written, make no difference. Orders of a former
 * version, and whoever asks, may say what PostgreSQL keeps in no text: it counts as what is shown of it.
 */
export function asSearched(text: string): string {
  const lower = text.toLowerCase();
  if (!/[^\P{Cc}\s]|\P{ASCII}/u.test(lower)) return lower;
  return wholeText(lower).normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC');
}

export function wordsOf(typed: string): Word[] {
  const words = new Set(asSearched(typed).split(/\s+/).filter(Boolean));
  return [...words].map(spellings);
}

/** Of a telephone number the digits count, and the zero that is dialled inside the country is not in the long form. */
function spellings(word: string): Word {
  if (!/^[\d+()./-]+$/.test(word)) return [word];
  const digits = digitsOf(word);
  if (digits.length < fewestDigits) return [word];
  const abroad = digits.replace(/^0+/, '');
  return [...new Set([word, digits, ...(abroad.length > 1 ? [abroad] : [])])];
}

/** Every word stands somewhere in it. */
export function finds(words: readonly Word[], text: string): boolean {
  return words.every((word) => word.some((spelling) => text.includes(spelling)));
}

const longestGram = 3;
const gramsAsked = 4;

/** Every run of up to three letters in the words of a text. */
export function gramsOf(text: string): Set<string> {
  const grams = new Set<string>();
  for (const word of text.split(/\s+/)) {
    const letters = [...word];
    for (let from = 0; from < letters.length; from++)
      for (let to = from + 1; to <= Math.min(letters.length, from + longestGram); to++)
        grams.add(letters.slice(from, to).join(''));
  }
  return grams;
}

/** Runs that whatever contains `word` has as well: some of them, spread over it, however long it is. */
export function gramsIn(word: string): readonly string[] {
  const letters = [...word];
  if (letters.length <= longestGram) return [word];
  const last = letters.length - longestGram;
  const many = Math.min(gramsAsked, last + 1);
  const starts = Array.from({ length: many }, (_, i) => Math.round((i * last) / (many - 1)));
  return [...new Set(starts.map((at) => letters.slice(at, at + longestGram).join('')))];
}

// Everything personal and secret that this console knows at a moment, as texts: for a last look at what is about to leave it.
import type { View } from '../../contract/view.ts';
import { knownWords } from './known-words.ts';

/** `secrets`: tokens, keys and codes. */
export function personalIn(
  view: View | null,
  secrets: readonly (string | null | undefined)[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const note = (text: string | null | undefined) => {
    const telling = (text ?? '').split(/[^\p{L}\p{N}]+/u).filter(tells);
    if (text == null || telling.length === 0) return;
    for (const one of [text.trim(), ...telling]) found.add(one);
  };
  for (const secret of secrets) if (secret != null && tells(secret)) found.add(secret);
  if (view === null) return found;
  for (const { order } of view.orders) {
    for (const text of textsIn(order.customer)) note(text);
    note(order.note);
    for (const { note: wish } of order.items) note(wish);
  }
  for (const text of [
    ...textsIn(view.chats),
    ...textsIn(view.inbox?.notifications),
    ...textsIn(view.announcements),
  ])
    note(text);
  note(view.person?.name);
  return found;
}

/** A word that the program uses itself says nothing, and short numbers are everywhere. */
const tells = (word: string): boolean =>
  (/^\d+$/.test(word) ? word.length >= 5 : word.length >= 4) && !knownWords.has(word.toLowerCase());

/** Ids and times say nothing of anybody. */
const saysNothing = /^(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return saysNothing.test(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

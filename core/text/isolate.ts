// Keeps what a customer or a channel wrote from turning around the words that stand beside it in a notification.

/** Which way the words around it run. */
export type Direction = 'ltr' | 'rtl';

const firstStrong = '\u2068';
const popIsolate = '\u2069';
/** Embeddings, overrides and isolates: inside a text of its own they could end the isolation around it. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const plainNumber = /^\d*$/;

/** Left as it is where nothing can turn: not every notification service draws the marks as nothing. */
export function isolated(text: string, around: Direction = 'ltr'): string {
  const still = text.replace(turning, '');
  const foreign = around === 'ltr' ? rightToLeft.test(still) : !plainNumber.test(still);
  return still.length < text.length || foreign ? `${firstStrong}${still}${popIsolate}` : text;
}

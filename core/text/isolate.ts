// Keeps what a customer or a channel wrote from turning around the words that stand beside it in a notification.

const firstStrong = '\u2068';
const popIsolate = '\u2069';
/** Embeddings, overrides and isolates: inside a text of its own they could end the isolation around it. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** Left as it is where nothing can turn: not every notification service draws the marks as nothing. */
export function isolated(text: string): string {
  const still = text.replace(turning, '');
  const turns = still.length < text.length || rightToLeft.test(still);
  return turns ? `${firstStrong}${still}${popIsolate}` : text;
}

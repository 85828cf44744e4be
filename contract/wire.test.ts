import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText, endOfText, longText, newLongText, newShortText, shortText, wholeText } from './wire.ts';

test.each(['\ud800', 'a\udc00b', 'a\u0007b', 'a\u0085b', '\u202eabc', 'a\u007f', 'a\nb', 'a\tb'])(
  '%j is no line that may be sent in, and is read where it is stored already',
  (text) => {
    expect(newShortText.safeParse(text).success).toBe(false);
    expect(shortText.safeParse(text).success).toBe(true);
  },
);

test.each(['a\nb', 'a\r\nb', 'a\tb'])('%j is a note', (text) => {
  expect(newLongText.parse(text)).toBe(text);
});
test.each(['a\u0000b', 'a\u009bb', 'a\u202db', '\udfff'])('%j is no note', (text) => {
  expect(newLongText.safeParse(text).success).toBe(false);
  expect(longText.safeParse(text).success).toBe(true);
});

test.each(['Ñandú 😀', 'حمص\u200f', 'שָׁלוֹם', '👩‍🍳', '拉麵'])('%j goes through unchanged', (text) => {
  expect(newShortText.parse(text)).toBe(text);
});

test('no text is cut through the middle of a character', () => {
  expect(cutText('pizza', 5)).toBe('pizza');
  expect(cutText('pizza', 4)).toBe('pizz');
  expect(cutText('🍕🍕', 4)).toBe('🍕🍕');
  expect(cutText('🍕🍕', 3)).toBe('🍕');
  expect(cutText('🍕', 1)).toBe('');
  expect(endOfText('A-🍕12', 3)).toBe('12');
  expect(endOfText('A-🍕12', 4)).toBe('🍕12');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }).map(wholeText), fc.nat(40), (text, most) => {
      for (const cut of [cutText(text, most), endOfText(text, most)]) {
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, most - 1));
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      }
      expect(text.startsWith(cutText(text, most)) && text.endsWith(endOfText(text, most))).toBe(true);
    }),
  );
});

test('a text of somebody else’s is made whole', () => {
  expect(wholeText('So\0up \ud83c and \udf55 \u{1f355}')).toBe('Soup \ufffd and \ufffd \u{1f355}');
});

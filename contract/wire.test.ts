import { expect, test } from 'vitest';
import { longText, newLongText, newShortText, shortText } from './wire.ts';

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

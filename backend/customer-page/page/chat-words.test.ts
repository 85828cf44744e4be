import { expect, test } from 'vitest';
import { chatWords } from './chat-words.ts';
import { pageLanguages } from './words.ts';

test('every language of the page has all words of the chat, and as many replies that are ready', () => {
  expect(Object.keys(chatWords).toSorted()).toEqual(pageLanguages.toSorted());
  for (const words of Object.values(chatWords)) {
    expect(words.ready).toHaveLength(4);
    expect(new Set(Object.values(words).filter((word) => typeof word === 'string')).size).toBe(11);
    expect(words.left(7)).toContain('7');
  }
});

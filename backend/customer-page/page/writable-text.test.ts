import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeToChat } from '../../../contract/chat.ts';
import { writableText } from './writable-text.ts';

test('whatever is typed or pasted, what is sent is taken by the backend, or there is nothing to send', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 700 }),
    fc.constantFrom('\u202eevil', ' \u0000 ', '😀'.repeat(300), 'a\nb\tc', '\ud800', '<b>x</b>'),
  );
  fc.assert(
    fc.property(hostile, (typed) => {
      const message = writableText(typed);
      if (message !== '') expect(writeToChat.parse({ id: 'x', message }).message).toBe(message);
    }),
  );
  expect(writableText('  Hello\r\nthere \u202e')).toBe('Hello\r\nthere');
});

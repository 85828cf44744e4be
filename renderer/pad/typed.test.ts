import { expect, test } from 'vitest';
import { digitsOf, longest, typed } from './typed.ts';

test('digits are kept, whatever keyboard they come from, and nothing else', () => {
  expect(digitsOf('12a ٣4')).toBe('1234');
  expect(digitsOf('1'.repeat(40))).toHaveLength(longest);
});

test('keys add and take away; keys that are not the pad’s are left to others', () => {
  expect(typed('12', '3')).toBe('123');
  expect(typed('12', '٩')).toBe('129');
  expect(typed('12', 'Backspace')).toBe('1');
  expect(typed('', 'Backspace')).toBe('');
  expect(['Enter', 'Tab', 'Escape', 'a', 'F1', ' '].map((key) => typed('12', key))).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});

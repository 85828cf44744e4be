import { expect, test } from 'vitest';
import { grouped } from './phone.ts';

test.each([
  ['+4915112345678', '+49 151 123 456 78'],
  ['004915112345678', '+49 151 123 456 78'],
  ['+12125550123', '+1 212 555 01 23'],
  ['+35312345678', '+353 123 456 78'],
  ['015112345678', '015 112 345 678'],
  ['0301234567', '030 123 45 67'],
  ['030 / 1234-567', '030 / 1234-567'],
  ['  +44  20 7946 0958 ', '+44 20 7946 0958'],
  ['1234', '1234'],
  ['ask for Jo', 'ask for Jo'],
  ['+', '+'],
])('%s is read as %s', (written, read) => {
  expect(grouped(written)).toBe(read);
});

test('no digit is lost', () => {
  for (let length = 5; length <= 15; length += 1) {
    const digits = '98765432101234567'.slice(0, length);
    expect(grouped(digits).replaceAll(' ', '')).toBe(digits);
  }
});

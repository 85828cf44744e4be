import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainFingerprint, readEnrolmentCode, writeEnrolmentCode } from './enrolment-code.ts';

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });

test('what is written is read back, also typed in capitals, with blanks and dashes', () => {
  fc.assert(
    fc.property(fc.constantFrom('K7QF-9M2X', 'demo', 'v1.2'), hex, (code, fingerprint) => {
      const text = writeEnrolmentCode({ code, fingerprint });
      expect(readEnrolmentCode(text)).toEqual({ code, fingerprint });
      const typed = ` ${code}.${text
        .slice(code.length + 1)
        .toUpperCase()
        .replace(/(.{4})/g, '$1- ')}`;
      expect(readEnrolmentCode(typed)).toEqual({ code, fingerprint });
    }),
  );
});

test('a code without a fingerprint is just a code', () => {
  expect(writeEnrolmentCode({ code: 'K7QF', fingerprint: null })).toBe('K7QF');
  for (const text of [
    'K7QF',
    'a.b',
    '.',
    `x.${'w'.repeat(52)}`,
    `x.${'v'.repeat(52)}`,
    `.${'0'.repeat(52)}`,
  ]) {
    expect(readEnrolmentCode(text)).toEqual({ code: text, fingerprint: null });
  }
});

test('it fits where codes go', () => {
  const text = writeEnrolmentCode({ code: 'K7QF-9M2X-ABCD-EFGH', fingerprint: 'f'.repeat(64) });
  expect(text.length).toBeLessThanOrEqual(300);
  expect(text).toMatch(/^[A-Z0-9a-z.-]+$/);
});

test('fingerprints are compared as plain hex', () => {
  expect(plainFingerprint('AB:'.repeat(31) + 'AB')).toBe('ab'.repeat(32));
  expect(plainFingerprint('ab')).toBeNull();
});

import { expect, test } from 'vitest';
import { trustedCertificates } from './system-trust.ts';

test('what the system trusts is added to what Node brings, once', () => {
  const getCACertificates = (kind: 'default' | 'system') =>
    kind === 'default' ? ['a', 'b'] : ['b', 'of the company'];
  expect(trustedCertificates({ getCACertificates })).toEqual(['a', 'b', 'of the company']);
});

test('an older Node is left with its own list', () => {
  expect(trustedCertificates({})).toBeUndefined();
});

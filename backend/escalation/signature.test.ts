import { expect, test } from 'vitest';
import { signatureOf } from './signature.ts';

test('the signature is the documented one', () => {
  // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
  expect(signatureOf('secret', '1700000000', '{"a":1}')).toBe(
    'v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686',
  );
});

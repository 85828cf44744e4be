import { expect, test } from 'vitest';
import {
  hashCode,
  hashLike,
  hashSecret,
  hashToken,
  isSecret,
  newCode,
  newSalt,
  newToken,
  tokenPrefixes,
} from './secrets.ts';

test('tokens say what they are and hold 256 bits', () => {
  for (const [kind, prefix] of Object.entries(tokenPrefixes)) {
    const token = newToken(kind as keyof typeof tokenPrefixes);
    expect(token.startsWith(prefix)).toBe(true);
    expect(Buffer.from(token.slice(prefix.length), 'base64url')).toHaveLength(32);
  }
  expect(new Set(Object.values(tokenPrefixes)).size).toBe(Object.keys(tokenPrefixes).length);
});

test('codes have no letters that are mistaken for one another', () => {
  for (let i = 0; i < 200; i++)
    expect(newCode()).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){3}$/);
});

test('a code is the same however it is typed, and never a token', () => {
  const one = hashCode('K7QF-9M2X');
  for (const typed of ['k7qf9m2x', ' K7QF 9M2X ', 'K7-QF-9M-2X']) expect(hashCode(typed)).toBe(one);
  expect(hashCode('K7QF-9M2Y')).not.toBe(one);
  expect(hashToken('K7QF9M2X')).not.toBe(one);
});

test('a secret is known by its hash, also in another spelling of the same letters', async () => {
  const stored = await hashSecret('gr\u00fcn', newSalt());
  expect(stored).toMatch(/^scrypt\$32768\$8\$1\$/);
  expect(await isSecret('gru\u0308n', stored)).toBe(true);
  expect(await isSecret('grun', stored)).toBe(false);
  expect(await isSecret('', stored)).toBe(false);
});

test('the same secret with the same salt is the same hash, with another one not', async () => {
  const salt = newSalt();
  const stored = await hashSecret('4826', salt);
  expect(await hashLike(stored, '4826')).toBe(stored);
  expect(await hashSecret('4826', salt)).toBe(stored);
  expect(await hashSecret('4826')).not.toBe(stored);
});

test('a hash of an earlier cost is still good; what is no hash is nobody’s', async () => {
  const cheap = await hashLike('scrypt$1024$8$1$c2FsdA$x', 'secret');
  expect(await isSecret('secret', cheap ?? '')).toBe(true);
  for (const odd of ['', 'secret', 'md5$1$2$3$4$5', 'scrypt$1024$8$1'])
    expect(await isSecret('secret', odd)).toBe(false);
});

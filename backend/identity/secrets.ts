// Makes tokens, enrolment codes, PIN and password hashes, and compares them; keeps nothing.
import { createHash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';

/** The prefix says what was found when a token turns up where it should not. */
export const tokenPrefixes = {
  device: 'cbd_',
  leave: 'cbl_',
  person: 'cbp_',
  channel: 'cbk_',
  admin: 'cba_',
  order: 'cbo_',
  phoneLink: 'cbq_',
  phone: 'cbf_',
} as const;
export type TokenKind = keyof typeof tokenPrefixes;

/** 256 random bits: nothing to guess, so a plain SHA-256 of it is all the database needs. */
export function newToken(kind: TokenKind): string {
  return tokenPrefixes[kind] + randomBytes(32).toString('base64url');
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

// Without 0, 1, I, L, O and U: read aloud over the phone, nobody mistakes one for another.
const codeLetters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Sixteen letters out of 30, about 78 bits, in groups that can be typed. */
export function newCode(): string {
  const letters = Array.from({ length: 16 }, () => codeLetters[randomInt(codeLetters.length)]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Codes are typed by hand: case, blanks and dashes make no difference. */
export function hashCode(code: string): string {
  return hashToken(`code:${code.replace(/[\s-]/g, '').toUpperCase()}`);
}

export function newSalt(): string {
  return randomBytes(16).toString('base64url');
}

export type SecretCost = { N: number; r: number; p: number };

// 32 MiB and a few dozen milliseconds each; stored beside every hash, so that it can be raised later.
export const secretCost: SecretCost = { N: 2 ** 15, r: 8, p: 1 };
const hashBytes = 32;

/** At most this many at once: each takes 32 MiB, and a flood of sign-ins must not take the orders' memory. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function derive(secret: string, salt: string, how: SecretCost): Promise<Buffer> {
  if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const maxmem = 256 * how.N * how.r;
      scrypt(secret.normalize('NFKC'), salt, hashBytes, { ...how, maxmem }, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export async function hashSecret(
  secret: string,
  salt: string = newSalt(),
  cost: SecretCost = secretCost,
): Promise<string> {
  const key = await derive(secret, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt, key.toString('base64url')].join('$');
}

/** The hash a secret has when it is hashed the way another one was; null when that way is not known. */
export async function hashLike(stored: string, secret: string): Promise<string | null> {
  const [scheme, n, r, p, salt] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined) return null;
  const key = await derive(secret, salt, { N: Number(n), r: Number(r), p: Number(p) });
  return ['scrypt', n, r, p, salt, key.toString('base64url')].join('$');
}

export async function isSecret(secret: string, stored: string): Promise<boolean> {
  const hashed = await hashLike(stored, secret);
  if (hashed === null) return false;
  const [hash, known] = [Buffer.from(hashed), Buffer.from(stored)];
  return known.length === hash.length && timingSafeEqual(known, hash);
}

/** Takes as long as a real comparison, so that the time of an answer does not tell whether a person exists. */
export async function pretendToCompare(secret: string, cost: SecretCost = secretCost): Promise<false> {
  await derive(secret, 'nobody', cost);
  return false;
}

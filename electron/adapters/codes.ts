// Keeps codes as scrypt hashes that name their own cost, so that a later version may raise it.
import { randomBytes, scrypt as scryptWith, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { codeHash } from '../../contract/exit-code.ts';
import type { Codes } from '../../core/ports/codes.ts';

/** A tenth of a second and 32 MB: nobody notices it once, and a million tries take a day. */
const cost = { N: 32_768, r: 8, p: 1 };
const keyBytes = 32;
/** A hash of a policy must not be able to take the machine's memory. */
const mostMemory = 256 * 1024 * 1024;

function scrypt(code: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scryptWith(code, salt, keyBytes, { ...options, maxmem: mostMemory }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

export function createCodes({ N, r, p } = cost): Codes {
  return {
    async hash(code) {
      const salt = randomBytes(16);
      const key = await scrypt(code, salt, { N, r, p });
      return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join(':');
    },
    async matches(code, hash) {
      const [, n, blocks, lanes, salt = '', key = ''] = codeHash.exec(hash) ?? [];
      if (n === undefined) return false;
      try {
        const options = { N: Number(n), r: Number(blocks), p: Number(lanes) };
        const made = await scrypt(code, Buffer.from(salt, 'base64url'), options);
        return timingSafeEqual(made, Buffer.from(key, 'base64url'));
      } catch {
        return false; // a cost that this machine cannot pay, or none
      }
    },
    isHash: (text) => codeHash.test(text),
  };
}

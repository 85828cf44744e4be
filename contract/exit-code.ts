// The code that leads out of the kiosk: what it looks like, and what is kept of it.
import { z } from 'zod';

/** Six at least: whoever can read the hash can try all that are shorter in minutes. */
export const exitCode = z.string().regex(/^\d{6,12}$/, { error: 'is 6 to 12 digits' });

/** Names its own cost, so that a later version may raise it: scrypt, N, r, p, salt, key. */
export const codeHash = /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2}):([\w-]{16,64}):([\w-]{43})$/;

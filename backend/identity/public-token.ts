// The customer's token of one order: its id and a signature, so that nothing needs to be kept for it.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { fact } from '../db/facts.ts';
import type { Store } from '../db/store.ts';
import { tokenPrefixes } from './secrets.ts';

export type PublicTokens = {
  of(orderId: string): string;
  /** The order's id, or null when the token was not made here. */
  orderOf(token: string): string | null;
};

const idBytes = 16;
const secretName = 'public_token_secret';

export function publicTokens(secret: Buffer): PublicTokens {
  const sign = (id: Buffer) => createHmac('sha256', secret).update(id).digest();
  return {
    of(orderId) {
      const id = Buffer.from(orderId.replaceAll('-', ''), 'hex');
      if (id.length !== idBytes) throw new Error(`An order's id is a UUID; this is not one: ${orderId}`);
      return tokenPrefixes.order + Buffer.concat([id, sign(id)]).toString('base64url');
    },
    orderOf(token) {
      if (!token.startsWith(tokenPrefixes.order)) return null;
      const said = token.slice(tokenPrefixes.order.length);
      const bytes = Buffer.from(said, 'base64url');
      // Letters that mean nothing would be passed over: one token in as many spellings as wanted, each with an allowance.
      if (bytes.toString('base64url') !== said) return null;
      const [id, signature] = [bytes.subarray(0, idBytes), bytes.subarray(idBytes)];
      const expected = sign(id);
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return null;
      return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}

/** Every backend on one database signs with the same secret, made by whichever comes first. */
export async function openPublicTokens(store: Store): Promise<PublicTokens> {
  const secret = await fact(store, secretName, () => randomBytes(32).toString('base64url'));
  return publicTokens(Buffer.from(secret, 'base64url'));
}

// The key pair by which push services know this backend (RFC 8292): made once, and kept with the database. Whoever gave a
// browser's permission gave it to this key, so another one would lose them all.
import webPush from 'web-push';
import { z } from 'zod';
import { fact } from '../db/facts.ts';
import type { Store } from '../db/store.ts';

const vapidKeys = z.object({ publicKey: z.string(), privateKey: z.string() });
export type VapidKeys = z.infer<typeof vapidKeys>;

export async function openVapidKeys(store: Store): Promise<VapidKeys> {
  return vapidKeys.parse(
    JSON.parse(await fact(store, 'vapid_keys', () => JSON.stringify(webPush.generateVAPIDKeys()))),
  );
}

// A database with one restaurant in it, a sales channel's key and an enrolment code, made without a backend running.
import { openStore } from '../../../backend/db/open.ts';
import { createIdentity } from '../../../backend/identity/index.ts';
import { addRestaurant, plainSettings } from '../../../backend/restaurant/restaurants.ts';
import { createEventLog } from '../../../backend/streams/event-log.ts';

export async function addFirstRestaurant(database: string): Promise<{ key: string; code: string }> {
  const store = await openStore(database);
  const identity = await createIdentity({ store, log: createEventLog(store), now: Date.now });
  await store.write((tx) => addRestaurant(tx, 'bella', { ...plainSettings, name: 'Bella' }, Date.now()));
  const key = await identity.addKey({ kind: 'channel', restaurant: 'bella', name: 'web' });
  const code = await identity.addCode({ restaurant: 'bella', maxUses: null, expiresAt: null });
  await store.close();
  if (!key.ok || !code.ok) throw new Error('No key or no code.');
  return { key: key.value.key, code: code.value.code };
}

// A database with one restaurant in it, for tests of who is who.
import { fact } from '../../backend/db/facts.ts';
import { openStore } from '../../backend/db/open.ts';
import type { Store } from '../../backend/db/store.ts';
import { createIdentity, type Identity } from '../../backend/identity/index.ts';
import type { Result } from '../../backend/http/refusal.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { createEventLog, type EventLog } from '../../backend/streams/event-log.ts';

export type House = {
  store: Store;
  log: EventLog;
  identity: Identity;
  clock: { now: number };
  close(): Promise<void>;
};

/** Enough where the cost of guessing is not what is tested. */
export const cheapSecrets = { N: 16, r: 8, p: 1 };

export async function openHouse(database: string, restaurants: string[] = ['bella']): Promise<House> {
  const store = await openStore(database);
  await fact(store, 'epoch', () => 'epoch-1');
  const log = createEventLog(store);
  const clock = { now: Date.parse('2026-06-01T12:00:00Z') };
  const identity = await createIdentity({ store, log, now: () => clock.now, secretCost: cheapSecrets });
  for (const id of restaurants) {
    must(await store.write((tx) => addRestaurant(tx, id, { ...plainSettings, name: id }, clock.now)));
  }
  return {
    store,
    log,
    identity,
    clock,
    close: () => store.close(),
  };
}

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.code}: ${result.detail}`);
  return result.value;
}

export async function enrolled(house: House, restaurant = 'bella', installId = 'install-1') {
  const { code } = must(await house.identity.addCode({ restaurant, maxUses: 1, expiresAt: null }));
  return must(await house.identity.enrol({ code, installId, deviceName: 'Till' }, '10.0.0.1'));
}

export async function eventsOf(house: House, stream: string): Promise<Record<string, unknown>[]> {
  const rows = await house.store.read
    .selectFrom('events')
    .select('body')
    .where('stream', '=', stream)
    .orderBy('seq')
    .execute();
  return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
}

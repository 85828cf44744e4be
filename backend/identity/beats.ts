// Beats: what each console said last of what it can do, and which of a restaurant's devices are there by that.
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';

export type Beat = {
  live: boolean;
  audible: boolean;
  window: 'shown' | 'hidden' | 'none';
  person: string | null;
};

export async function recordBeat(
  store: Store,
  device: { id: string; restaurant: string },
  beat: Beat,
  now: number,
): Promise<void> {
  const heard = beat.live && beat.audible;
  const values = {
    restaurant_id: device.restaurant,
    at: now,
    live: beat.live ? 1 : 0,
    audible: beat.audible ? 1 : 0,
    window: beat.window,
    person_id: beat.person,
  };
  await store.write(async (tx) => {
    await tx
      .insertInto('beats')
      .values({ device_id: device.id, ...values, heard_at: heard ? now : 0 })
      .onConflict((conflict) =>
        conflict.column('device_id').doUpdateSet({ ...values, ...(heard ? { heard_at: now } : {}) }),
      )
      .execute();
  });
}

/** Without a beat for this long a device is not there; a console sends one every ten seconds. */
export const beatLostMs = 25_000;

export type DeviceRow = {
  id: string;
  name: string;
  enrolledAt: number;
  seenAt: number | null;
  live: boolean;
  audible: boolean;
};

export async function listDevices(db: Db, restaurant: string, now: number): Promise<DeviceRow[]> {
  const rows = await db
    .selectFrom('devices as d')
    .leftJoin('beats as b', 'b.device_id', 'd.id')
    .select(['d.id', 'd.name', 'd.created_at', 'b.at', 'b.live', 'b.audible'])
    .where('d.restaurant_id', '=', restaurant)
    .where('d.ended_at', 'is', null)
    .orderBy('d.created_at')
    .execute();
  return rows.map((row) => {
    const there = row.at !== null && now - row.at < beatLostMs;
    return {
      id: row.id,
      name: row.name,
      enrolledAt: row.created_at,
      seenAt: row.at,
      live: there && row.live === 1,
      audible: there && row.audible === 1,
    };
  });
}

// Beats: what each console said last of what it can do, and which of a restaurant's devices are there by that.
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { batchCalls } from '../db/batch-calls.ts';

export type Beat = {
  live: boolean;
  audible: boolean;
  window: 'shown' | 'hidden' | 'none';
  person: string | null;
};

type Recorded = Beat & { device: string; restaurant: string; at: number };

export type RecordBeat = (
  device: { id: string; restaurant: string },
  beat: Beat,
  now: number,
) => Promise<void>;

/** As many rows as SQLite and PostgreSQL take in one statement with room to spare. */
const mostAtOnce = 200;

/** A fleet beats hundreds of times a second: what arrives while one transaction is made durable shares the next. */
export function createRecordBeat(store: Store): RecordBeat {
  const { ask } = batchCalls<Recorded, void>({
    most: mostAtOnce,
    // One statement may not write a row twice.
    nameOf: ({ device }) => device,
    async act(beats) {
      await store.write((tx) => writeBeats(tx, beats));
      return beats.map(() => ({ ok: true, value: undefined }));
    },
  });
  return (device, beat, now) => ask({ ...beat, device: device.id, restaurant: device.restaurant, at: now });
}

async function writeBeats(tx: Db, beats: readonly Recorded[]): Promise<void> {
  await tx
    .insertInto('beats')
    .values(
      beats.map(({ device, restaurant, at, live, audible, window, person }) => ({
        device_id: device,
        restaurant_id: restaurant,
        at,
        live: live ? 1 : 0,
        audible: audible ? 1 : 0,
        heard_at: live && audible ? at : 0,
        window,
        person_id: person,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('device_id').doUpdateSet(({ eb, ref }) => ({
        restaurant_id: ref('excluded.restaurant_id'),
        at: ref('excluded.at'),
        live: ref('excluded.live'),
        audible: ref('excluded.audible'),
        window: ref('excluded.window'),
        person_id: ref('excluded.person_id'),
        heard_at: eb
          .case()
          .when('excluded.heard_at', '>', 0)
          .then(ref('excluded.heard_at'))
          .else(ref('beats.heard_at'))
          .end(),
      })),
    )
    .execute();
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

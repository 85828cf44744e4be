// Beats: what each console said last of what it can do, and which of a restaurant's devices are there by that.
import { deviceKind, type DeviceKind } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { batchCalls } from '../db/batch-calls.ts';
import { standingFarewell, type Farewell } from './farewells.ts';

export type Beat = {
  live: boolean;
  audible: boolean;
  window: 'shown' | 'hidden' | 'none';
  person: string | null;
  version?: string | undefined;
  platform?: string | undefined;
  attended?: boolean | undefined;
  /** As its header says; null: it says none, or nothing that can be read. */
  protocol?: number | null | undefined;
};

/** Not said: a counter. */
export type BeatingDevice = { id: string; restaurant: string; kind?: DeviceKind };
type Recorded = Beat & { device: string; restaurant: string; kind: DeviceKind; at: number };

export type RecordBeat = (device: BeatingDevice, beat: Beat, now: number) => Promise<void>;

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
  return (device, beat, now) =>
    ask({
      ...beat,
      device: device.id,
      restaurant: device.restaurant,
      kind: device.kind ?? 'counter',
      at: now,
    });
}

const rowOf = (beat: Recorded) => ({
  device_id: beat.device,
  restaurant_id: beat.restaurant,
  at: beat.at,
  live: beat.live ? 1 : 0,
  audible: beat.audible ? 1 : 0,
  // Whoever sits in an office may be miles away from the counter.
  heard_at: beat.live && beat.audible && beat.kind === 'counter' ? beat.at : 0,
  window: beat.window,
  person_id: beat.person,
  protocol: beat.protocol ?? null,
  version: beat.version ?? null,
  platform: beat.platform ?? null,
  attended: beat.attended === true ? 1 : 0,
});

async function writeBeats(tx: Db, beats: readonly Recorded[]): Promise<void> {
  await tx
    .insertInto('beats')
    .values(beats.map(rowOf))
    .onConflict((conflict) =>
      conflict.column('device_id').doUpdateSet(({ eb, ref }) => ({
        restaurant_id: ref('excluded.restaurant_id'),
        at: ref('excluded.at'),
        live: ref('excluded.live'),
        audible: ref('excluded.audible'),
        window: ref('excluded.window'),
        person_id: ref('excluded.person_id'),
        protocol: ref('excluded.protocol'),
        version: ref('excluded.version'),
        platform: ref('excluded.platform'),
        attended: ref('excluded.attended'),
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
  kind: DeviceKind;
  enrolledAt: number;
  seenAt: number | null;
  live: boolean;
  audible: boolean;
  attended: boolean;
  /** Who is stepped in on it. */
  person: { id: string; name: string } | null;
  version: string | null;
  protocol: number | null;
  platform: string | null;
  /** It was ended, and said so. */
  closed: Farewell | null;
};

export async function listDevices(db: Db, restaurant: string, now: number): Promise<DeviceRow[]> {
  const rows = await db
    .selectFrom('devices as d')
    .leftJoin('beats as b', 'b.device_id', 'd.id')
    .select(['d.id', 'd.name', 'd.kind', 'd.created_at', 'b.at', 'b.live', 'b.audible', 'b.attended'])
    .select(['b.version', 'b.protocol', 'b.platform'])
    .leftJoin('people as p', 'p.id', 'd.farewell_person')
    .select(['d.farewell_at', 'd.farewell_why', 'd.closed_before', 'p.name as farewell_name'])
    .where('d.restaurant_id', '=', restaurant)
    .where('d.ended_at', 'is', null)
    .orderBy('d.created_at')
    .orderBy('d.id')
    .execute();
  const people = await steppedIn(db, restaurant, now);
  return rows.map((row) => {
    const { farewell_at, farewell_why: why, farewell_name: person, closed_before: before, at: beatAt } = row;
    const closed = standingFarewell({ at: farewell_at, why, person, before, beatAt });
    const there = closed === null && beatAt !== null && now - beatAt < beatLostMs;
    return {
      id: row.id,
      name: row.name,
      kind: deviceKind.parse(row.kind),
      enrolledAt: row.created_at,
      seenAt: row.at,
      live: there && row.live === 1,
      audible: there && row.audible === 1,
      attended: there && row.attended === 1,
      person: people.get(row.id) ?? null,
      version: row.version,
      protocol: row.protocol,
      platform: row.platform,
      closed,
    };
  });
}

/** By the sessions, not by what a device says of itself. */
async function steppedIn(
  db: Db,
  restaurant: string,
  now: number,
): Promise<ReadonlyMap<string, { id: string; name: string }>> {
  const rows = await db
    .selectFrom('devices as d')
    .innerJoin('person_sessions as s', 's.device_id', 'd.id')
    .innerJoin('people as p', 'p.id', 's.person_id')
    .select(['d.id as device', 'p.id', 'p.name'])
    .where('d.restaurant_id', '=', restaurant)
    .where('d.ended_at', 'is', null)
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', now)
    .where('s.parent_id', 'is', null)
    .where('p.ended_at', 'is', null)
    .execute();
  return new Map(rows.map(({ device, id, name }) => [device, { id, name }]));
}

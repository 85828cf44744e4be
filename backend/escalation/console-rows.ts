// Reads what is kept of a restaurant's consoles: when each was last there, and which are missed.
import type { z } from 'zod';
import type { consolesGone } from '../../contract/events.ts';
import type { Db } from '../db/schema.ts';
import { standingFarewell } from '../identity/index.ts';
import { freshMs } from './decide.ts';
import type { Console } from './decide-consoles.ts';

/** An office may come and go as it likes. */
export async function consolesOf(db: Db, restaurant: string): Promise<Console[]> {
  const rows = await db
    .selectFrom('devices as d')
    .innerJoin('beats as b', 'b.device_id', 'd.id')
    .leftJoin('people as p', 'p.id', 'd.farewell_person')
    .select(['d.id', 'd.name', 'b.at as seenAt', 'b.heard_at as heardAt', 'd.gone_at as goneAt'])
    .select(['d.farewell_at as at', 'd.farewell_why as why', 'd.closed_before as before', 'p.name as person'])
    .where('d.restaurant_id', '=', restaurant)
    .where('d.kind', '=', 'counter')
    .where('d.ended_at', 'is', null)
    .orderBy('d.created_at')
    .execute();
  return rows.map(({ at, why, person, before, ...row }) => ({
    ...row,
    closed: standingFarewell({ at, why, person, before, beatAt: row.seenAt }),
  }));
}

/** Those in which one that was missed beats again. The last beat of one that was closed is no sign of life. */
export function restaurantsWithConsolesBack(db: Db, now: number) {
  return db
    .selectFrom('devices as d')
    .innerJoin('beats as b', 'b.device_id', 'd.id')
    .innerJoin('restaurants as r', 'r.id', 'd.restaurant_id')
    .select('r.id')
    .where('d.gone_at', 'is not', null)
    .where('d.ended_at', 'is', null)
    .where('r.ended_at', 'is', null)
    .where('b.at', '>=', now - freshMs)
    .where((either) =>
      either.or([either('d.farewell_at', 'is', null), either('b.at', '>', either.ref('d.farewell_at'))]),
    )
    .groupBy('r.id')
    .orderBy((of) => of.fn.max('b.at'));
}

/** Says in a snapshot which consoles of its restaurant are missed. */
export async function consolesGonePart(
  tx: Db,
  { restaurant }: { restaurant: string },
): Promise<{ consolesGone: z.input<typeof consolesGone> }> {
  const rows = await tx
    .selectFrom('devices')
    .select(['id', 'name', 'gone_at'])
    .where('restaurant_id', '=', restaurant)
    .where('gone_at', 'is not', null)
    .where('ended_at', 'is', null)
    .orderBy('gone_at')
    .execute();
  return {
    consolesGone: rows.map(({ id, name, gone_at }) => ({
      id,
      name,
      since: new Date(gone_at ?? 0).toISOString(),
    })),
  };
}

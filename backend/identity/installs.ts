// Tells a computer that enrols again from two computers that share an install, as copies of one disk image do.
import type { Db } from '../db/schema.ts';
import type { Append, EventLog } from '../streams/event-log.ts';
import { beatLostMs } from './beats.ts';
import { endDevice } from './end-device.ts';

/**
 * Makes room for one more session of an install in a restaurant, and answers which copy of it that is. A former
 * session that fell silent is replaced: its computer enrols again. One that still beats may be another computer, so it
 * stays until it is seen whether it goes on.
 */
export async function makeRoom(
  tx: Db,
  append: Append,
  install: { restaurant: string; id: string },
  now: number,
): Promise<number> {
  const formers = await tx
    .selectFrom('devices as d')
    .leftJoin('beats as b', 'b.device_id', 'd.id')
    .select(['d.id', 'd.restaurant_id', 'd.copy', 'b.at'])
    .where('d.restaurant_id', '=', install.restaurant)
    .where('d.install_id', '=', install.id)
    .where('d.ended_at', 'is', null)
    .execute();
  const taken = new Set<number>();
  for (const former of formers) {
    if (former.at === null || now - former.at >= beatLostMs) {
      await endDevice(tx, append, former, 'replaced', now);
      continue;
    }
    taken.add(former.copy);
    await tx.updateTable('devices').set({ doubted_at: now }).where('id', '=', former.id).execute();
  }
  let copy = 0;
  while (taken.has(copy)) copy += 1;
  return copy;
}

/** A beat that was under way when its computer enrolled again is no sign of a second one. */
const underWayMs = 5_000;
/** Six beats. */
const silentForMs = 60_000;
const atOnce = 100;

export type Copies = { restaurant: string; devices: string[] };

/** Of those in doubt: whoever beats on is another computer, and gets a name of its own; whoever does not was replaced. */
export async function settleDoubts(log: EventLog, doubted: Db, now: number): Promise<Copies[]> {
  const rows = await doubted
    .selectFrom('devices as d')
    .leftJoin('beats as b', 'b.device_id', 'd.id')
    .select(['d.id', 'd.restaurant_id', 'd.install_id', 'd.doubted_at', 'b.at'])
    .where('d.doubted_at', 'is not', null)
    .where('d.ended_at', 'is', null)
    .orderBy('d.doubted_at')
    .limit(atOnce)
    .execute();
  const found: Copies[] = [];
  for (const row of rows) {
    const since = row.doubted_at ?? now;
    const beatsOn = row.at !== null && row.at >= since + underWayMs;
    if (!beatsOn && now < since + silentForMs) continue;
    const devices = await log.write(async (tx, append) => {
      if (beatsOn) return tellApart(tx, row);
      await endDevice(tx, append, row, 'replaced', now);
      return null;
    });
    if (devices !== null) found.push({ restaurant: row.restaurant_id, devices });
  }
  return found;
}

async function tellApart(
  tx: Db,
  device: { id: string; restaurant_id: string; install_id: string },
): Promise<string[]> {
  await tx.updateTable('devices').set({ doubted_at: null }).where('id', '=', device.id).execute();
  const all = await tx
    .selectFrom('devices')
    .select(['id', 'name', 'copy'])
    .where('restaurant_id', '=', device.restaurant_id)
    .where('install_id', '=', device.install_id)
    .where('ended_at', 'is', null)
    .orderBy('copy')
    .execute();
  for (const { id, name, copy } of all) {
    const number = ` (${copy + 1})`;
    if (copy === 0 || name.endsWith(number)) continue;
    const own = name.slice(0, longestName - number.length) + number;
    await tx.updateTable('devices').set({ name: own }).where('id', '=', id).execute();
  }
  return all.map(({ id }) => id);
}

const longestName = 80;

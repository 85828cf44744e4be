// Device sessions: an install joins a restaurant with a code, is seen, leaves or is sent away.
import { randomUUID } from 'node:crypto';
import type { Db } from '../db/schema.ts';
import type { IdentityTables } from '../db/schema-identity.ts';
import type { Store } from '../db/store.ts';
import type { Append, Log } from '../streams/log.ts';
import { takeCode } from './codes.ts';
import { countMistake, mayTry, type Subject } from './guesses.ts';
import { done, refused, type Result } from './refusal.ts';
import { hashToken, newToken } from './secrets.ts';
import { scheduleTermination } from './terminations.ts';
import { patience } from './throttle.ts';

export type Enrolled = {
  token: string;
  /** Good for leaving and nothing else: what a console keeps when it leaves without a network. */
  leaveTicket: string;
  device: { id: string; name: string };
  restaurant: string;
};

export type EnrolRequest = { code: string; installId: string; deviceName: string };

export function enrol(
  log: Log,
  request: EnrolRequest,
  address: string,
  now: number,
): Promise<Result<Enrolled>> {
  const subjects: Subject[] = [{ name: `enrol:${address}`, rule: patience.address }];
  const token = newToken('device');
  const leaveTicket = newToken('leave');
  const id = randomUUID();
  return log.write(async (tx, append) => {
    const throttled = await mayTry(tx, subjects, now);
    if (throttled) return throttled;
    const code = await takeCode(tx, request.code, request.installId, now);
    if (!code.ok) {
      await countMistake(tx, subjects, now);
      return code;
    }
    const device = {
      id,
      restaurant_id: code.value.restaurant,
      install_id: request.installId,
      name: request.deviceName,
      token_hash: hashToken(token),
      leave_hash: hashToken(leaveTicket),
      code_id: code.value.id,
      created_at: now,
      ended_at: null,
      ended_why: null,
    };
    // Whoever enrols the same install in the same moment may be first: then that one is replaced in its turn.
    do await endFormer(tx, append, request.installId, now);
    while (!(await insertUnlessThere(tx, device)));
    return done({
      token,
      leaveTicket,
      device: { id, name: request.deviceName },
      restaurant: code.value.restaurant,
    });
  });
}

async function endFormer(tx: Db, append: Append, installId: string, now: number): Promise<void> {
  const former = await tx
    .selectFrom('devices')
    .select(['id', 'restaurant_id'])
    .where('install_id', '=', installId)
    .where('ended_at', 'is', null)
    .execute();
  for (const one of former) await endDevice(tx, append, one, 'replaced', now);
}

async function insertUnlessThere(tx: Db, device: IdentityTables['devices']): Promise<boolean> {
  const added = await tx
    .insertInto('devices')
    .values(device)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

type Ending = 'left' | 'replaced' | 'revoked';

/** From here on its token is dead, whoever stepped in on it is out, and its Pusher connection will be ended. */
async function endDevice(
  tx: Db,
  append: Append,
  device: { id: string; restaurant_id: string },
  why: Ending,
  now: number,
): Promise<boolean> {
  const ended = await tx
    .updateTable('devices')
    .set({ ended_at: now, ended_why: why })
    .where('id', '=', device.id)
    .where('restaurant_id', '=', device.restaurant_id)
    .where('ended_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  if (!ended) return false;
  await tx
    .updateTable('person_sessions')
    .set({ ended_at: now })
    .where('device_id', '=', device.id)
    .where('ended_at', 'is', null)
    .execute();
  await tx.deleteFrom('beats').where('device_id', '=', device.id).execute();
  await scheduleTermination(tx, device.id, now);
  if (why !== 'left') {
    await append({
      stream: `restaurant:${device.restaurant_id}`,
      type: 'device.revoked',
      at: now,
      message:
        why === 'revoked'
          ? `The device "${ended.name}" was signed out.`
          : `The device "${ended.name}" was enrolled again.`,
      body: { device: { id: device.id } },
    });
  }
  return true;
}

export function revokeDevice(log: Log, restaurant: string, id: string, now: number): Promise<boolean> {
  return log.write((tx, append) => endDevice(tx, append, { id, restaurant_id: restaurant }, 'revoked', now));
}

/** Ends the session a device's token or leave ticket belongs to. Leaving twice is leaving. */
export async function leave(
  log: Log,
  tokenOrTicket: string,
  now: number,
): Promise<Result<{ device: string }>> {
  const hash = hashToken(tokenOrTicket);
  return log.write(async (tx, append) => {
    const device = await tx
      .selectFrom('devices')
      .select(['id', 'restaurant_id'])
      .where((eb) => eb.or([eb('token_hash', '=', hash), eb('leave_hash', '=', hash)]))
      .executeTakeFirst();
    if (!device)
      return refused('not-signed-in', 'This token belongs to no device. There is nothing to leave.');
    await endDevice(tx, append, device, 'left', now);
    return done({ device: device.id });
  });
}

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

export async function deviceNamed(db: Db, id: string): Promise<{ id: string; name: string } | null> {
  const row = await db.selectFrom('devices').select(['id', 'name']).where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

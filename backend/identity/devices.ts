// Device sessions: an install joins a restaurant with a code, leaves or is sent away.
import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Db } from '../db/schema.ts';
import type { IdentityTables } from '../db/schema-identity.ts';
import { householdOf } from '../pusher-server/index.ts';
import type { EventLog } from '../streams/event-log.ts';
import { takeCode } from './codes.ts';
import { endDevice } from './end-device.ts';
import { countMistake, lock, mayTry, unlock, type Subject } from './guesses.ts';
import { makeRoom } from './installs.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { hashToken, newToken } from './secrets.ts';
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
  log: EventLog,
  request: EnrolRequest,
  address: string,
  now: number,
): Promise<Result<Enrolled>> {
  const subjects: Subject[] = [{ name: `enrol:${householdOf(address)}`, rule: patience.address }];
  const token = newToken('device');
  const leaveTicket = newToken('leave');
  const id = randomUUID();
  return log.write(async (tx, append) => {
    // One after the other from one address: those that look at the same moment would all see the same mistakes.
    await lock(tx, subjects);
    const throttled = await mayTry(tx, subjects, now);
    if (throttled) return throttled;
    const code = await takeCode(tx, request.code, request.installId, now);
    if (!code.ok) {
      await countMistake(tx, subjects, now);
      return code;
    }
    await unlock(tx, subjects);
    const { restaurant } = code.value;
    const device = {
      id,
      restaurant_id: restaurant,
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
    const install = { restaurant, id: request.installId };
    let copy;
    do copy = await makeRoom(tx, append, install, now);
    while (!(await insertUnlessThere(tx, { ...device, copy })));
    return done({ token, leaveTicket, device: { id, name: request.deviceName }, restaurant });
  });
}

async function insertUnlessThere(tx: Db, device: Insertable<IdentityTables['devices']>): Promise<boolean> {
  const added = await tx
    .insertInto('devices')
    .values(device)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

export function revokeDevice(log: EventLog, restaurant: string, id: string, now: number): Promise<boolean> {
  return log.write((tx, append) => endDevice(tx, append, { id, restaurant_id: restaurant }, 'revoked', now));
}

/** Ends the session a device's token or leave ticket belongs to. Leaving twice is leaving. */
export async function leave(
  log: EventLog,
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

export async function deviceNamed(db: Db, id: string): Promise<{ id: string; name: string } | null> {
  const row = await db.selectFrom('devices').select(['id', 'name']).where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

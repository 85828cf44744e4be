// Device sessions: an install joins a restaurant with a code, leaves or is sent away.
import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import { deviceKind, type DeviceKind, type rungWords } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import type { IdentityTables } from '../db/schema-identity.ts';
import { householdOf } from '../pusher-server/index.ts';
import type { EventLog } from '../streams/event-log.ts';
import { beatLostMs } from './beats.ts';
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
  device: { id: string; name: string; kind: DeviceKind };
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
    const { restaurant, kind } = code.value;
    const device = {
      id,
      restaurant_id: restaurant,
      install_id: request.installId,
      name: request.deviceName,
      kind,
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
    return done({ token, leaveTicket, device: { id, name: request.deviceName, kind }, restaurant });
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

/** Of two who name it at once the later one's name stays, and every console is told both in that order. */
export function renameDevice(
  log: EventLog,
  restaurant: string,
  device: { id: string; name: string },
  now: number,
): Promise<boolean> {
  const { id, name } = device;
  return log.write(async (tx, append) => {
    const renamed = await tx
      .updateTable('devices')
      .set({ name })
      .where('id', '=', id)
      .where('restaurant_id', '=', restaurant)
      .where('ended_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!renamed) return false;
    await append({
      stream: `restaurant:${restaurant}`,
      type: 'device.renamed',
      at: now,
      message: `A device is called "${name}" now.`,
      body: { device: { id, name } },
    });
    return true;
  });
}

export type Rung = (typeof rungWords)[number];

/** Nothing is sent to a device that is not there: hours later it would only startle somebody. null: no such device. */
export function ringDevice(log: EventLog, restaurant: string, id: string, now: number): Promise<Rung | null> {
  return log.write(async (tx, append) => {
    const device = await tx
      .selectFrom('devices as d')
      .leftJoin('beats as b', 'b.device_id', 'd.id')
      .select(['d.name', 'b.at', 'b.version'])
      .where('d.id', '=', id)
      .where('d.restaurant_id', '=', restaurant)
      .where('d.ended_at', 'is', null)
      .executeTakeFirst();
    if (!device) return null;
    if (device.at === null || now - device.at >= beatLostMs) return 'not-there';
    // Consoles that know what to do tell their version.
    if (device.version === null) return 'too-old';
    await append({
      stream: `restaurant:${restaurant}`,
      type: 'device.ring',
      at: now,
      message: `Somebody looks for the device "${device.name}".`,
      body: { device: { id, name: device.name } },
    });
    return 'rung';
  });
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

export async function deviceNamed(
  db: Db,
  id: string,
): Promise<{ id: string; name: string; kind: DeviceKind } | null> {
  const row = await db
    .selectFrom('devices')
    .select(['id', 'name', 'kind'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, kind: deviceKind.parse(row.kind) };
}

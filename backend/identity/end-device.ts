// Ends a device session, whatever the reason: from then on nothing of it is good for anything.
import type { Db } from '../db/schema.ts';
import type { Append } from '../streams/event-log.ts';
import { endPersonSessions } from './end-person-sessions.ts';
import { scheduleTermination } from './terminations.ts';

export type Ending = 'left' | 'replaced' | 'revoked';

/** From here on its token is dead, whoever stepped in on it is out, and its Pusher connection will be ended. */
export async function endDevice(
  tx: Db,
  append: Append,
  device: { id: string; restaurant_id: string },
  why: Ending,
  now: number,
): Promise<boolean> {
  const ended = await tx
    .updateTable('devices')
    .set({ ended_at: now, ended_why: why, doubted_at: null })
    .where('id', '=', device.id)
    .where('restaurant_id', '=', device.restaurant_id)
    .where('ended_at', 'is', null)
    .returning(['name', 'gone_at'])
    .executeTakeFirst();
  if (!ended) return false;
  await endPersonSessions(tx, { device: device.id }, now);
  await tx.deleteFrom('beats').where('device_id', '=', device.id).execute();
  await scheduleTermination(tx, device.id, now);
  const stream = `restaurant:${device.restaurant_id}`;
  // Nobody misses it any more.
  if (ended.gone_at !== null)
    await append({
      stream,
      type: 'console.back',
      at: now,
      message: `The console "${ended.name}" is not missed any more: it was signed out.`,
      body: { device: { id: device.id, name: ended.name } },
    });
  if (why !== 'left') {
    await append({
      stream,
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

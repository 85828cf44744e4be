// Says from which place of a person's stream on what they did has taken effect.
import type { StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import { headsOf } from '../streams/event-log.ts';

export type Standing = { stream: StreamName; epoch: string; seq: number };

/** Where nothing was to be done, it is the newest place. */
export async function standingAt(tx: Db, stream: StreamName): Promise<Standing> {
  const { [stream]: head } = await headsOf(tx, [stream]);
  return { stream, epoch: head?.epoch ?? '', seq: head?.seq ?? 0 };
}

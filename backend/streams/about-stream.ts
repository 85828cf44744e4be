// Looks up what has to be known of a stream to say who may read it: whose order a chat is about.
import type { About } from '../../contract/permissions.ts';
import { streamName, streamParts, type StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';

export async function aboutStream(db: Db, stream: StreamName): Promise<About> {
  if (!streamName.safeParse(stream).success) return {};
  const { kind, id } = streamParts(stream);
  if (kind !== 'chat') return {};
  const order = await db.selectFrom('orders').select('restaurant_id').where('id', '=', id).executeTakeFirst();
  return { restaurant: order?.restaurant_id };
}

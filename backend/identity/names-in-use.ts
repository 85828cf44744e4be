// Reads whose channels there have to be, and says before anybody is answered which of them could not be rung.
import type { ChannelTemplates } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import { refusalOfIds } from '../streams/channel-names.ts';

/** null: each restaurant and person has channels of their own. */
export async function refusalOfNamesInUse(
  { read }: Pick<Store, 'read'>,
  channels: ChannelTemplates,
): Promise<string | null> {
  const idsOf = (table: 'restaurants' | 'people') =>
    read.selectFrom(table).select('id').where('ended_at', 'is', null).orderBy('id').execute();
  const [restaurants, people] = [await idsOf('restaurants'), await idsOf('people')];
  return refusalOfIds(
    [
      ...restaurants.flatMap(({ id }) => [`restaurant:${id}`, `chat:${id}`]),
      ...people.map(({ id }) => `user:${id}`),
    ],
    channels,
  );
}

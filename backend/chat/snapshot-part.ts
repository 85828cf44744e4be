// Says in a snapshot what is written in the restaurant's chats, to whoever takes part in them.
import type { Chat } from '../../contract/chat.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { chatsOnScreen } from './queries.ts';

type About = { restaurant: string; principal: Principal; now: number };

export const chatsPart =
  (store: Pick<Store, 'kind'>) =>
  async (tx: Db, { restaurant, principal, now }: About): Promise<{ chats?: Chat[] }> =>
    may(principal, 'read', `chat:${restaurant}`)
      ? { chats: await chatsOnScreen(store, tx, restaurant, now) }
      : {};

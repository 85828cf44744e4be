// Follows the streams that stand beside the orders as long as beats name them: the restaurant's chat, and the one for
// everybody. A console that enrolled with a version that knew none of them does not have them in its session file, and a
// backend may have chats no more.
import type { StreamName } from '../../../contract/streams.ts';
import { noChats } from '../../chat/changes.ts';
import { write } from '../../kernel/turn.ts';
import { unlisten } from '../../link/change.ts';
import { cursorGone } from '../../streams/cursors.ts';
import { follow, unfollow } from '../../streams/flow.ts';
import type { Turn } from './turn.ts';

type Heads = { has(stream: StreamName): boolean };

export function followOwnStreams(turn: Turn, heads: Heads): void {
  const { session } = turn.state;
  if (session === null) return;
  follow(
    turn,
    [`chat:${session.restaurantId}`, 'global'].filter((stream) => heads.has(stream)),
  );
}

/** A beat that names the restaurant's orders, and not its chat. */
export function leaveOwnChat(turn: Turn, heads: Heads): void {
  const { session, flows } = turn.state;
  if (session === null || !heads.has(`restaurant:${session.restaurantId}`)) return;
  const stream = `chat:${session.restaurantId}`;
  if (heads.has(stream) || !flows.has(stream)) return;
  unlisten(turn, stream);
  unfollow(turn, [stream]);
  write(turn, [cursorGone(stream), noChats]);
  turn.emit({ do: 'compact' });
}

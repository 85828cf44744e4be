// Makes changes out of what the log and the snapshot tell of chats.
import { chats as chatsShape } from '../../contract/chat.ts';
import type { AnyEvent } from '../../contract/events.ts';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Change } from '../kernel/ledger.ts';
import { isChat } from '../streams/beside.ts';
import { cursorGone, cursorIs } from '../streams/cursors.ts';
import { chatsAre, chatSeenBy, messageCame, messageDeleted, noChats } from './changes.ts';
import { setChatting } from './slice.ts';
import type { SilentTurn } from './turn.ts';

/** `event` is of a chat's stream, so it is the backend's word on it. */
export function chatTold(event: AnyEvent): Change[] {
  if ('unknown' in event || 'unreadable' in event) return [];
  switch (event.type) {
    case 'chat.message':
      return [messageCame(event.chat, event.chatMessage, event.cause)];
    case 'chat.read':
      return [chatSeenBy(event.chat, event.side, event.upTo)];
    case 'chat.deleted':
      return [messageDeleted(event.chat.id, event.deleted)];
    default:
      return [];
  }
}

/** `streams` have asked for the snapshot: of those that it does not name the backend has no chats. */
export function chatsInSnapshot(
  turn: SilentTurn,
  told: Record<string, unknown>,
  heads: Readonly<Record<StreamName, Head>>,
  streams: readonly StreamName[],
): Change[] {
  const stream = streams.find((asking) => isChat(asking) && turn.state.flows.has(asking));
  if (stream === undefined) return [];
  const head = heads[stream];
  if (head === undefined) return [cursorGone(stream), noChats];
  // What it was told before may be gone with a database.
  setChatting(turn, { toldSeen: new Map(), reading: null });
  const read = chatsShape.safeParse(told.chats);
  return [chatsAre(read.success ? read.data : []), cursorIs(stream, head)];
}

// Has the journal written anew when a message was deleted, or its chat is gone: its text stands in the journal's past, and
// in what was written here.
import { setChatting } from './slice.ts';
import type { KeptMessage } from './kept.ts';
import type { Turn } from './turn.ts';

export function forgetDeleted(turn: Turn): void {
  const { chatting, ledger, session } = turn.state;
  const { messagesBefore: before } = chatting;
  const now = ledger.chatMessages;
  if (session === null || before === now) return;
  setChatting(turn, { messagesBefore: now });
  // What was read from the disk was written anew then.
  if (before === null) return;
  const isDeleted = ([key, { deleted }]: [string, KeptMessage]) =>
    deleted && before.get(key)?.deleted !== true;
  const isGone = ({ chat }: KeptMessage) => !ledger.chats.has(chat);
  if ([...now].some(isDeleted) || [...before.values()].some(isGone)) turn.emit({ do: 'compact' });
}

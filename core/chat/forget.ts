// Forgets chats that are closed, with all that was said in them, and sees to it that nothing of them, nor of what was
// deleted, stays on the disk.
import { wakeAt, write } from '../kernel/turn.ts';
import { backendNow } from '../time/clock.ts';
import { chatGone, writtenOver } from './changes.ts';
import { forgetDeleted } from './forget-deleted.ts';
import { setChatting } from './slice.ts';
import { closesAt } from './standing.ts';
import type { Turn } from './turn.ts';

/** Several that close in one minute cost one journal. */
const lookEveryMs = 60_000;
/** So long after its chat somebody may still read what could not be sent. */
const unsentForMs = 24 * 3_600_000;

export function forgetChats(turn: Turn): void {
  forgetClosed(turn);
  forgetDeleted(turn);
}

function forgetClosed(turn: Turn): void {
  const { chatting, session, ledger, clockTold } = turn.state;
  // By a wrong clock chats that are open would be over, and nothing brings them back.
  if (session === null || !clockTold) return;
  if (ledger.chats.size === 0 && ledger.chatOutbox.size === 0) return;
  if (turn.at.mono < chatting.forgetAt) return wakeAt(turn, chatting.forgetAt);
  setChatting(turn, { forgetAt: turn.at.mono + lookEveryMs });
  wakeAt(turn, turn.at.mono + lookEveryMs);
  const now = backendNow(turn);
  const since = (chat: string) => now - (closesAt(turn.state, chat) ?? now + 1);
  const gone = [...ledger.chats.keys()].filter((chat) => since(chat) >= 0);
  const lost = [...ledger.chatOutbox.values()].filter(
    ({ chat, writtenAt }) => since(chat) >= 0 && now - Date.parse(writtenAt) > unsentForMs,
  );
  if (gone.length + lost.length === 0) return;
  write(turn, [...gone.map((chat) => chatGone(chat)), ...lost.map(({ id }) => writtenOver(id))]);
  if (lost.length > 0) turn.emit({ do: 'compact' });
}

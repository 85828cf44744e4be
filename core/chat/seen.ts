// Notes what somebody at this console has really seen of a chat, and tells the backend, so that no other console shows it
// as new.
import { wakeAt, write } from '../kernel/turn.ts';
import { judge } from '../outbox/judge.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { seenHereIs, seenHereOver } from './changes.ts';
import { covers, isForUs, messagesOf } from './messages.ts';
import type { ChatReadAsk } from './questions.ts';
import { chatLater, chatWorks } from './send.ts';
import { set, setChatting } from './slice.ts';
import type { Turn } from './turn.ts';

/** null: nobody has a chat before them, or does not look. */
export const looksAt = (turn: Turn, chat: string | null): void => set(turn, { lookedAt: chat });

/** A rule: what somebody looks at is seen once it is there. */
export function noteSeen(turn: Turn): void {
  const { lookedAt, window, session, ledger } = turn.state;
  if (window !== 'shown' && lookedAt !== null) set(turn, { lookedAt: null });
  const chat = window === 'shown' && session !== null ? ledger.chats.get(lookedAt ?? '') : undefined;
  if (chat === undefined) return;
  const messages = messagesOf(ledger.chatMessages, chat.id);
  const last = messages.findLast((message) => isForUs(chat, message));
  if (last === undefined) return;
  const mark = { message: last.id, at: last.at };
  if (covers(messages, chat.seen.staff, mark)) return;
  if (ledger.chatSeen.get(chat.id)?.message !== last.id)
    write(turn, [seenHereIs({ chat: chat.id, ...mark })]);
}

/** A rule: one mark at a time, after everything that was written. */
export function tellSeen(turn: Turn): void {
  const { session, ledger } = turn.state;
  for (const seen of ledger.chatSeen.values()) {
    const messages = messagesOf(ledger.chatMessages, seen.chat);
    const chat = ledger.chats.get(seen.chat);
    if (chat === undefined || covers(messages, chat.seen.staff, seen)) write(turn, [seenHereOver(seen.chat)]);
  }
  const { chatting } = turn.state;
  if (session === null || chatting.paused || chatting.reading !== null || chatting.underWay.size > 0) return;
  const untold = [...turn.state.ledger.chatSeen.values()].find(
    ({ chat, message }) => chatting.toldSeen.get(chat) !== message,
  );
  if (untold === undefined) return;
  if (turn.at.mono < chatting.notBefore) return wakeAt(turn, chatting.notBefore);
  const ask: ChatReadAsk = { for: 'chat-read', seen: untold };
  setChatting(turn, { reading: ask });
  turn.emit({ do: 'ask', ask });
}

export function chatReadCame(turn: Turn, ask: ChatReadAsk, answer: BackendAnswer): void {
  if (turn.state.chatting.reading !== ask) return;
  setChatting(turn, { reading: null });
  switch (judge(answer)) {
    case 'taken':
      chatWorks(turn);
      return told(turn, ask);
    // Its message may be gone by now. It stays seen here, and nobody is asked to know.
    case 'refused':
      return told(turn, ask);
    case 'not-signed-in':
      return setChatting(turn, { paused: true });
    case 'again':
      return chatLater(turn, answer);
  }
}

function told(turn: Turn, { seen: { chat, message } }: ChatReadAsk): void {
  setChatting(turn, { toldSeen: new Map(turn.state.chatting.toldSeen).set(chat, message) });
}

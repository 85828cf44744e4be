// Sends what was written in chats: one lane per chat, in the order of writing, again and again until the backend answered.
import { chatWritten } from '../../contract/chat.ts';
import { problem } from '../../contract/problem.ts';
import { wakeAt, write } from '../kernel/turn.ts';
import { judge } from '../outbox/judge.ts';
import { afterFailure, isAnybodys } from '../outbox/retry.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { behind, flowOf } from '../streams/flow.ts';
import { messageDeleted, messageIsMine, writtenIs, writtenOver } from './changes.ts';
import type { Written } from './kept.ts';
import { isPushedOut, messageKey, messagesOf } from './messages.ts';
import type { ChatWriteAsk } from './questions.ts';
import { setChatting } from './slice.ts';
import type { SilentTurn, Turn } from './turn.ts';

/** Few: presses on orders go over the same line. */
const lanesAtOnce = 2;

export const isWaiting = ({ sent, refused }: Written): boolean => sent === null && refused === null;

export function sendChats(turn: Turn): void {
  settle(turn);
  const { session, chatting, ledger } = turn.state;
  if (session === null || ledger.chatOutbox.size === 0 || chatting.paused) return;
  const waiting = [...ledger.chatOutbox.values()].filter(isWaiting).toSorted((a, b) => a.n - b.n);
  if (waiting.length === 0) return;
  if (turn.at.mono < chatting.notBefore) return wakeAt(turn, chatting.notBefore);
  for (const written of waiting) {
    const { underWay } = turn.state.chatting;
    if (underWay.size >= lanesAtOnce) return;
    if (underWay.has(written.chat)) continue;
    const ask: ChatWriteAsk = { for: 'chat-write', written };
    setChatting(turn, { underWay: new Map(underWay).set(written.chat, ask) });
    turn.emit({ do: 'ask', ask });
  }
}

export function chatWriteCame(turn: Turn, ask: ChatWriteAsk, answer: BackendAnswer): void {
  const { chat, id } = ask.written;
  const underWay = new Map(turn.state.chatting.underWay);
  if (underWay.get(chat) !== ask) return;
  underWay.delete(chat);
  setChatting(turn, { underWay });
  const written = turn.state.ledger.chatOutbox.get(id);
  switch (judge(answer)) {
    case 'taken':
      return taken(turn, written, answer);
    case 'refused':
      return refused(turn, written, answer);
    case 'not-signed-in':
      return setChatting(turn, { paused: true });
    case 'again':
      return chatLater(turn, answer);
  }
}

export const chatLater = (turn: Turn, answer: BackendAnswer): void =>
  setChatting(turn, {
    ...afterFailure(turn, turn.state.chatting.failures, answer),
    unreached: answer.kind === 'failure',
  });

export const chatWorks = (turn: SilentTurn): void => setChatting(turn, { failures: 0, notBefore: 0 });

/** The backend answers again. What is wrong with chats alone keeps its own pace. */
export function sendChatsSoon(turn: SilentTurn): void {
  const { paused, unreached, failures } = turn.state.chatting;
  if (paused) setChatting(turn, { paused: false });
  if (unreached && failures > 0) chatWorks(turn);
}

/** `written` is over already when its event came before the answer. */
function taken(turn: Turn, written: Written | undefined, answer: BackendAnswer): void {
  const read = chatWritten.safeParse(answer.kind === 'answer' ? answer.body : null);
  if (!read.success && isAnybodys(answer)) return chatLater(turn, answer);
  chatWorks(turn);
  if (written === undefined) return;
  const { chat, deletes, id } = written;
  if (deletes !== null) return write(turn, [messageDeleted(chat, deletes), writtenOver(id)]);
  if (!read.success) return write(turn, [writtenOver(id)]);
  const { message } = read.data;
  const epoch = turn.state.ledger.cursors.get(chatStream(turn))?.epoch ?? null;
  const sent = { message: message.id, at: message.at, epoch };
  write(turn, [messageIsMine(chat, message.id), writtenIs({ ...written, sent })]);
  settle(turn);
}

/** Parked where staff see it. */
function refused(turn: Turn, written: Written | undefined, answer: BackendAnswer): void {
  const told = problem.safeParse(answer.kind === 'answer' ? answer.body : null);
  const code = told.success ? told.data.code : '';
  turn.emit({ do: 'log', level: 'warn', event: 'chat.refused', fields: { code } });
  chatWorks(turn);
  if (written === undefined) return;
  // It was there, and is forgotten: nobody has to hear of it any more, and nothing of it stays.
  if (written.takenBefore === true && code === 'conflict') {
    write(turn, [writtenOver(written.id)]);
    return turn.emit({ do: 'compact' });
  }
  // Deleted by somebody else, or erased.
  const gone = written.deletes !== null && answer.kind === 'answer' && answer.status === 404;
  const sentence = told.success ? told.data.detail : 'The backend does not take this.';
  write(turn, [gone ? writtenOver(written.id) : writtenIs({ ...written, refused: sentence })]);
}

const chatStream = ({ state }: Turn): string => `chat:${state.session?.restaurantId ?? ''}`;

/** What is read back is over; what a database that was put back forgot is sent again under its key. */
function settle(turn: Turn): void {
  for (const written of turn.state.ledger.chatOutbox.values()) {
    if (written.sent === null) continue;
    const fate = fateOf(turn, written, written.sent);
    if (fate === 'waits') continue;
    isMissingSince(turn, written.id, null);
    if (fate === 'done') write(turn, [writtenOver(written.id)]);
    else write(turn, [writtenIs({ ...written, sent: null, takenBefore: true })]);
  }
}

/** Read to its end for so long, and it is not there: its database was put back, under the same numbers perhaps. */
const missingForMs = 30_000;

function fateOf(
  turn: Turn,
  { id, chat }: Written,
  sent: NonNullable<Written['sent']>,
): 'waits' | 'done' | 'again' {
  const { ledger, chatting } = turn.state;
  const flow = flowOf(turn.state, chatStream(turn));
  // A stream that is not ours to read: nothing will ever come back.
  if (flow === null || ledger.chatMessages.has(messageKey(chat, sent.message))) return 'done';
  const cursor = ledger.cursors.get(chatStream(turn));
  if (cursor === undefined || behind(flow)) return 'waits';
  if (cursor.epoch !== (sent.epoch ?? cursor.epoch)) return 'again';
  if (isPushedOut(messagesOf(ledger.chatMessages, chat), sent.at)) return 'done';
  const since = chatting.missingSince.get(id) ?? turn.at.mono;
  if (turn.at.mono >= since + missingForMs) return 'again';
  isMissingSince(turn, id, since);
  wakeAt(turn, since + missingForMs);
  return 'waits';
}

function isMissingSince(turn: Turn, id: string, since: number | null): void {
  const { missingSince } = turn.state.chatting;
  if ((missingSince.get(id) ?? null) === since) return;
  const next = new Map(missingSince);
  if (since === null) next.delete(id);
  else next.set(id, since);
  setChatting(turn, { missingSince: next });
}

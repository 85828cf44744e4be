// Takes what somebody writes in a chat, or wants deleted or tried again there: an entry in the chat's lane, or why not.
import type { Change } from '../kernel/ledger.ts';
import { write } from '../kernel/turn.ts';
import type { Answer } from '../screen/answer.ts';
import { backendNow } from '../time/clock.ts';
import { writtenIs, writtenOver } from './changes.ts';
import type { Written } from './kept.ts';
import { messageKey } from './messages.ts';
import { isClosed, isOn } from './standing.ts';
import type { SilentTurn } from './turn.ts';

/** Far more than anybody writes while there is no network. */
const waitingAtMost = 20;

const no = (message: string): Answer => ({ ok: false, error: { code: 'refused', message } });
const done: Answer = { ok: true, value: {} };

export function writeInChat(turn: SilentTurn, { chat, text }: { chat: string; text: string }): Answer {
  const why = whyNot(turn, chat);
  if (why !== null) return why;
  const { id, change } = entry(turn, { chat, text, deletes: null });
  write(turn, [change]);
  return { ok: true, value: { command: id } };
}

export function deleteInChat(turn: SilentTurn, { chat, message }: { chat: string; message: string }): Answer {
  const why = whyNot(turn, chat);
  if (why !== null) return why;
  const asked = [...turn.state.ledger.chatOutbox.values()].some(({ deletes }) => deletes === message);
  const known = turn.state.ledger.chatMessages.get(messageKey(chat, message));
  if (asked || known?.deleted === true) return done;
  write(turn, [entry(turn, { chat, text: '', deletes: message }).change]);
  return done;
}

/** What was refused was not taken, so it is something new: the old key would only bring the old answer. */
export function tryWrittenAgain(turn: SilentTurn, { written: id }: { written: string }): Answer {
  const parked = turn.state.ledger.chatOutbox.get(id);
  if (parked === undefined || parked.refused === null) return done;
  const why = whyNot(turn, parked.chat);
  if (why !== null) return why;
  write(turn, [writtenOver(id), entry(turn, parked).change]);
  return done;
}

/** Refused, and read by somebody. */
export function dropWritten(turn: SilentTurn, { written: id }: { written: string }): Answer {
  if (turn.state.ledger.chatOutbox.get(id)?.refused != null) write(turn, [writtenOver(id)]);
  return done;
}

function whyNot(turn: SilentTurn, chat: string): Answer | null {
  const { session, ledger } = turn.state;
  if (session === null)
    return { ok: false, error: { code: 'not-enrolled', message: 'This console is not enrolled yet.' } };
  if (!isOn(turn.state, chat)) return no('Chat is switched off.');
  if (isClosed(turn.state, chat, backendNow(turn))) return no('This chat is closed.');
  const waiting = [...ledger.chatOutbox.values()].filter((one) => one.chat === chat && one.sent === null);
  return waiting.length >= waitingAtMost ? no('Too much waits to be sent here already.') : null;
}

function entry(
  turn: SilentTurn,
  what: Pick<Written, 'chat' | 'text' | 'deletes'>,
): { id: string; change: Change } {
  const id = turn.chance.id();
  const { chat, text, deletes } = what;
  const written: Written = {
    id,
    chat,
    n: Math.max(0, ...[...turn.state.ledger.chatOutbox.values()].map((other) => other.n)) + 1,
    text,
    deletes,
    person: turn.state.person?.person.id ?? null,
    writtenAt: new Date(backendNow(turn)).toISOString(),
    sent: null,
    refused: null,
  };
  return { id, change: writtenIs(written) };
}

// Which of the two ways of following a backend counts: by its log, or by its list of open orders.
import type { StreamName } from '../../contract/streams.ts';
import * as listed from '../followers/listed/poll.ts';
import { commandCame as listedCommandCame } from '../followers/listed/commands.ts';
import { readSoon } from '../followers/listed/read-soon.ts';
import { applyEvents } from '../followers/sequenced/apply.ts';
import { takeSnapshot } from '../followers/sequenced/snapshot.ts';
import { heardFromLink } from '../link/signals.ts';
import { commandCame } from '../outbox/answers.ts';
import type { CommandAsk } from '../outbox/questions.ts';
import { sendOutbox } from '../outbox/send.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';
import { isExisting } from '../session/membership.ts';
import { proven, provesLink } from '../session/proof.ts';
import type { StreamHandlers } from '../streams/handlers.ts';
import { want } from '../streams/flow.ts';
import { pushed } from '../streams/follow.ts';
import type { Turn } from './turn.ts';

/** What following a stream needs of the rules about orders, presses and alerts. */
export const streamHandlers: StreamHandlers<Turn> = {
  apply: applyEvents,
  takeSnapshot,
  isHeard: (turn, stream) => turn.state.link.heard.has(stream),
};

/** What may have been missed is asked for as soon as the rules are read. */
export function catchUp(turn: Turn, stream: StreamName, what: 'events' | 'snapshot' = 'events'): void {
  if (isExisting(turn)) readSoon(turn);
  else want(turn, stream, what);
}

export function heard(turn: Turn, signal: RealtimeSignal): void {
  if (provesLink(signal)) proven(turn);
  if (signal.kind === 'event') {
    if (isExisting(turn)) return listed.doorbell(turn, signal.name);
    return pushed(turn, signal, streamHandlers);
  }
  const stream = heardFromLink(turn, signal);
  if (stream !== null) catchUp(turn, stream);
}

/** Another order system's own name of an order is known from its list only. */
export const sendPresses = (turn: Turn): void =>
  sendOutbox(turn, (order) => !isExisting(turn) || turn.state.polling.theirs.has(order));

export function pressCame(turn: Turn, ask: CommandAsk, answer: BackendAnswer): void {
  if (isExisting(turn)) listedCommandCame(turn, ask, answer);
  else commandCame(turn, ask, answer);
}

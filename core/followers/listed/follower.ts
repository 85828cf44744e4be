// Follows a backend that has no log: its list of open orders is read again and again, and compared with the book.
import type { Follower } from '../follower.ts';
import { lookUpAbsent } from './absent.ts';
import { commandCame, unsureAfterStart } from './commands.ts';
import { doorbell, readWhenDue } from './poll.ts';
import { readSoon } from './read-soon.ts';
import { authorizeRequest, listRequest, readyRequest } from './request.ts';
import { systemOf } from './system.ts';
import type { Turn } from './turn.ts';

export const listed: Follower<Turn> = {
  begin: unsureAfterStart,
  read(turn) {
    readWhenDue(turn);
    lookUpAbsent(turn);
  },
  // A list that was read says itself that everything is here.
  check: () => undefined,
  catchUp: readSoon,
  pushed: (turn, { name }) => doorbell(turn, name),
  // Nothing that it says is about this console.
  answered: () => undefined,
  // Its own name of an order is known from its list only.
  knows: (turn, order) => turn.state.polling.theirs.has(order),
  pressRequest: (entry, { session, token }, { polling }) =>
    readyRequest(systemOf(session), token, entry, polling.theirs.get(entry.order) ?? entry.order),
  // Who knows no Idempotency-Key has to be read before anything is repeated.
  repeatsPresses: false,
  pressCame: commandCame,
  authorizeRequest: (request, { session, token }) =>
    request.for === 'user' ? null : authorizeRequest(systemOf(session), token, request),
  selfTest: {
    alive: null,
    signIn: ({ session, token }) => listRequest(systemOf(session), token, null),
    testEvent: null,
  },
};

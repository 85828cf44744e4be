// Follows a backend that has a log: its events in their order, and a beat that tells how far there is to go.
import { noteFit } from '../../health/fit.ts';
import { authorizeRequest } from '../../link/authorize.ts';
import { commandCame } from '../../outbox/answers.ts';
import { commandRequest } from '../../outbox/questions.ts';
import { askForMissing } from '../../streams/fetch.ts';
import { want } from '../../streams/flow.ts';
import { closeGaps, pushed } from '../../streams/follow.ts';
import type { Follower } from '../follower.ts';
import { beatWhenDue, followHeads } from './beat.ts';
import { selfTest } from './self-test.ts';
import { streamHandlers } from './stream-handlers.ts';
import type { Turn } from './turn.ts';

export const sequenced: Follower<Turn> = {
  // A key tells the backend whether it had a press already, so nothing is uncertain.
  begin: () => undefined,
  read(turn) {
    followHeads(turn);
    closeGaps(turn);
    askForMissing(turn);
  },
  check: beatWhenDue,
  catchUp: want,
  pushed: (turn, event) => pushed(turn, event, streamHandlers),
  answered: noteFit,
  knows: () => true,
  pressRequest: (entry, { token }) => commandRequest(entry, token),
  repeatsPresses: true,
  pressCame: commandCame,
  authorizeRequest: (request, { token }) => authorizeRequest(request, token),
  selfTest,
};

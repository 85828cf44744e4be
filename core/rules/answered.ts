// Notes what any answer of the backend says of the backend, the device and the person, whatever was asked.
import { problem } from '../../contract/problem.ts';
import { noteBackendAnswer } from '../health/health.ts';
import { tellSoon } from '../inbox/tell.ts';
import { sendChatsSoon } from '../chat/send.ts';
import { sendSoon } from '../outbox/send.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { proven, provesToken } from '../session/proof.ts';
import { askBesideSoon } from '../streams/flow.ts';
import { followerIn } from './follow.ts';
import { sentAway } from './leave.ts';
import { stepOut } from './step-out.ts';
import type { Turn } from './turn.ts';

export type Answered = {
  /** `gone`: a person who was stepped in when it was asked, and is not any more. */
  as: 'device' | 'person' | 'gone';
  answer: BackendAnswer;
  /** It proves that the backend is there for everything else that waits. */
  isSignOfLife: boolean;
  /** Beside the orders: that it fails says nothing of what they depend on. */
  isBeside: boolean;
};

/** False: the session is over, and the answer with it. */
export function backendAnswered(turn: Turn, { as, answer, isSignOfLife, isBeside }: Answered): boolean {
  followerIn(turn)?.answered(turn, answer);
  if (provesToken(answer)) proven(turn);
  if (answer.kind === 'answer' && answer.status === 401) {
    if (problemCode(answer.body) === 'device-revoked') {
      sentAway(turn);
      return false;
    }
    // It is the person whom the backend does not know any more, not the device.
    if (as === 'person') stepOut(turn);
    // Of somebody who is not in any more it says nothing about who is, nor about the device.
    else if (as === 'device' && !isBeside) noteBackendAnswer(turn, answer);
  } else if (!isBeside || works(answer)) noteBackendAnswer(turn, answer);
  // One proof of life is worth trying again for everything that waits.
  if (isSignOfLife && answer.kind === 'answer' && answer.status === 200) {
    sendSoon(turn);
    tellSoon(turn);
    sendChatsSoon(turn);
    askBesideSoon(turn);
  }
  return true;
}

const works = (answer: BackendAnswer): boolean => answer.kind === 'answer' && answer.status < 300;

const problemCode = (body: unknown): string | null => {
  const read = problem.safeParse(body);
  return read.success ? read.data.code : null;
};

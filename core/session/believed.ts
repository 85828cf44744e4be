// Believes a refusal only of whom it can come from: what stands in between (a guest network, a filter) says no to anything,
// and a press that is given up for its word, or a device that takes itself for signed out, is lost for nothing.
import { problem } from '../../contract/problem.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { abilitiesOf } from './abilities.ts';
import type { WithBackend } from './backend-kind.ts';

/** A backend of somebody else's refuses in words of its own; ours says its protocol, or in an older version why. */
export function believed(from: WithBackend, answer: BackendAnswer): BackendAnswer {
  if (answer.kind === 'failure' || abilitiesOf(from).bestWord !== 'live') return answer;
  const { status, body, protocol } = answer;
  if (status < 400 || status >= 500 || protocol != null || problem.safeParse(body).success) return answer;
  const message = `${status} from somebody who is not the order system`;
  return { kind: 'failure', why: 'unreadable', sent: true, message };
}

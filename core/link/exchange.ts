// Repeats an exchange that was given up because connections were dropped.
import type { Backend, BackendAnswer, BackendRequest, BackendTarget } from '../ports/backend.ts';

/** Only for what may be asked twice. */
export async function exchange(
  backend: Backend,
  target: BackendTarget,
  request: BackendRequest,
): Promise<BackendAnswer> {
  for (;;) {
    const answer = await backend.exchange(target, request);
    if (answer.kind === 'answer' || answer.why !== 'dropped') return answer;
  }
}

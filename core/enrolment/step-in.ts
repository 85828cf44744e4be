// Steps a person in: their PIN or password is exchanged for a token of theirs.
import { stepInAnswer } from '../../contract/api.ts';
import type { IpcError, Request } from '../../contract/ipc.ts';
import { problem } from '../../contract/problem.ts';
import { exchange } from '../link/exchange.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { Answer } from '../screen/answer.ts';
import type { Context } from './context.ts';

export async function stepIn({ ports, brain }: Context, who: Request<'person.step-in'>): Promise<Answer> {
  const { session } = brain.state();
  if (session === null)
    return { ok: false, error: { code: 'not-enrolled', message: 'This console is not enrolled yet.' } };
  const answer = await exchange(ports.backend, session, {
    method: 'POST',
    path: '/people/step-in',
    token: session.token,
    timeoutMs: 8000,
    body: who,
  });
  if (answer.kind === 'failure')
    return { ok: false, error: { code: 'unreachable', message: answer.message } };
  const read = answer.status < 300 ? stepInAnswer.safeParse(answer.body) : null;
  if (!read?.success) return { ok: false, error: refusalIn(answer) };
  await brain.dispatch({ kind: 'stepped-in', session: session.folder, ...read.data });
  return { ok: true, value: {} };
}

/** A mistyped PIN, a wait after too many, and everything else: the screen has words for each. */
function refusalIn({ status, body, retryAfterMs }: BackendAnswer & { kind: 'answer' }): IpcError {
  const told = problem.safeParse(body);
  const message = told.success ? told.data.detail : `The backend answered ${status}.`;
  if (status === 429)
    return { code: 'throttled', message, retryAfterSeconds: Math.ceil((retryAfterMs ?? 1000) / 1000) };
  // Without a field it is the device that is not signed in.
  const wrong = told.success && told.data.code === 'not-signed-in' && told.data.field !== undefined;
  return { code: wrong ? 'wrong-secret' : 'refused', message };
}

// Sends what a manager wants done now or not at all: hours later nobody would want it any more.
import type { IpcAnswer, IpcError } from '../../contract/ipc.ts';
import { problem } from '../../contract/problem.ts';
import type { HealthState } from '../health/turn.ts';
import { exchange } from '../link/exchange.ts';
import type { Backend, BackendAnswer, BackendRequest } from '../ports/backend.ts';
import { abilitiesOf } from '../session/abilities.ts';
import type { SessionState } from '../session/turn.ts';

export type Standing = Pick<SessionState & HealthState, 'session' | 'person' | 'status'>;

export type SendNow = {
  send(request: Pick<BackendRequest, 'method' | 'path' | 'body'>): Promise<IpcAnswer<unknown>>;
  /** The same, of which only whether it was done is of interest. */
  done(request: Pick<BackendRequest, 'method' | 'path' | 'body'>): Promise<IpcAnswer<null>>;
};

/** In the name of whoever is stepped in. */
export function createSendNow(backend: Backend, standing: () => Standing): SendNow {
  const send: SendNow['send'] = async (request) => {
    const { session, person, status } = standing();
    if (session === null || !abilitiesOf(session).answersQueries)
      return no({ code: 'not-enrolled', message: 'This console belongs to no restaurant.' });
    if (person === null) return no({ code: 'not-allowed', message: 'Step in as a manager first.' });
    // Known already: nobody has to wait for a time-out to be told so.
    if (status.word === 'offline')
      return no({ code: 'unreachable', message: 'The backend does not answer.' });
    const answer = await exchange(backend, session, { ...request, token: person.token, timeoutMs: 8000 });
    if (answer.kind === 'failure') return no({ code: 'unreachable', message: answer.message });
    return answer.status < 300 ? { ok: true, value: answer.body } : no(refusalIn(answer));
  };
  return {
    send,
    async done(request) {
      const answer = await send(request);
      return answer.ok ? { ok: true, value: null } : answer;
    },
  };
}

export const no = (error: IpcError): { ok: false; error: IpcError } => ({ ok: false, error });

function refusalIn({ status, body }: BackendAnswer & { kind: 'answer' }): IpcError {
  const told = problem.safeParse(body);
  const message = told.success ? told.data.detail : `The backend answered ${status}.`;
  if (status === 404) return { code: 'not-found', message };
  return { code: status === 401 || status === 403 ? 'not-allowed' : 'refused', message };
}

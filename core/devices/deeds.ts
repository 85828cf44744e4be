// Does what a manager wants of a device of the restaurant: name it, have it be heard, sign it out. Each is done now or not
// at all: hours later nobody would want it any more.
import { rungAnswer } from '../../contract/api.ts';
import type { IpcAnswer, IpcError, Request, Response } from '../../contract/ipc.ts';
import { problem } from '../../contract/problem.ts';
import type { HealthState } from '../health/turn.ts';
import { exchange } from '../link/exchange.ts';
import type { Backend, BackendAnswer, BackendRequest } from '../ports/backend.ts';
import { abilitiesOf } from '../session/abilities.ts';
import type { SessionState } from '../session/turn.ts';

export type DeviceDeeds = {
  rename(device: Request<'device.rename'>): Promise<IpcAnswer<null>>;
  ring(device: Request<'device.ring'>): Promise<IpcAnswer<Response<'device.ring'>>>;
  revoke(device: Request<'device.revoke'>): Promise<IpcAnswer<null>>;
};

type Standing = Pick<SessionState & HealthState, 'session' | 'person' | 'status'>;

export function createDeviceDeeds(backend: Backend, standing: () => Standing): DeviceDeeds {
  async function send(
    request: Pick<BackendRequest, 'method' | 'path' | 'body'>,
  ): Promise<IpcAnswer<unknown>> {
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
  }

  async function done(request: Parameters<typeof send>[0]): Promise<IpcAnswer<null>> {
    const answer = await send(request);
    return answer.ok ? { ok: true, value: null } : answer;
  }

  return {
    rename: ({ device, name }) => done({ method: 'PUT', path: at(device), body: { name } }),
    revoke: ({ device }) => done({ method: 'DELETE', path: at(device) }),
    async ring({ device }) {
      const answer = await send({ method: 'POST', path: `${at(device)}/ring`, body: {} });
      if (!answer.ok) return answer;
      const read = rungAnswer.safeParse(answer.value);
      return read.success
        ? { ok: true, value: read.data }
        : no({ code: 'refused', message: 'The backend answered something else.' });
    },
  };
}

const at = (device: string): string => `/devices/${encodeURIComponent(device)}`;
const no = (error: IpcError): { ok: false; error: IpcError } => ({ ok: false, error });

function refusalIn({ status, body }: BackendAnswer & { kind: 'answer' }): IpcError {
  const told = problem.safeParse(body);
  const message = told.success ? told.data.detail : `The backend answered ${status}.`;
  if (status === 404) return { code: 'not-found', message };
  return { code: status === 401 || status === 403 ? 'not-allowed' : 'refused', message };
}

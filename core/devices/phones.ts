// Has a manager's own phone added by a link, and taken off again.
import type { IpcAnswer, Request, Response } from '../../contract/ipc.ts';
import { phoneLink } from '../../contract/push.ts';
import type { Backend } from '../ports/backend.ts';
import { createSendNow, no, type Standing } from './send-now.ts';
import { inAddress } from '../../contract/wire.ts';

export type PhoneDeeds = {
  link(): Promise<IpcAnswer<Response<'phone.link'>>>;
  remove(phone: Request<'phone.remove'>): Promise<IpcAnswer<null>>;
};

export function createPhoneDeeds(backend: Backend, standing: () => Standing): PhoneDeeds {
  const { send, done } = createSendNow(backend, standing);
  return {
    async link() {
      const answer = await send({ method: 'POST', path: '/phones/link', body: {} });
      if (!answer.ok) return answer;
      const read = phoneLink.safeParse(answer.value);
      const reached = standing().session?.url;
      if (!read.success || reached === undefined)
        return no({ code: 'refused', message: 'The backend answered something else.' });
      const { origin, path, expiresAt } = read.data;
      const url = (origin ?? reached).replace(/\/+$/, '') + path;
      return { ok: true, value: { url, expiresAt } };
    },
    remove: ({ phone }) => done({ method: 'DELETE', path: `/phones/${inAddress(phone)}` }),
  };
}

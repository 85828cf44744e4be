// Does what a manager wants of a device of the restaurant: name it, have it be heard, sign it out. Each is done now or not
// at all: hours later nobody would want it any more.
import { rungAnswer } from '../../contract/api.ts';
import type { IpcAnswer, Request, Response } from '../../contract/ipc.ts';
import type { Backend } from '../ports/backend.ts';
import { createSendNow, no, type Standing } from './send-now.ts';
import { inAddress } from '../../contract/wire.ts';

export type DeviceDeeds = {
  rename(device: Request<'device.rename'>): Promise<IpcAnswer<null>>;
  ring(device: Request<'device.ring'>): Promise<IpcAnswer<Response<'device.ring'>>>;
  revoke(device: Request<'device.revoke'>): Promise<IpcAnswer<null>>;
};

export function createDeviceDeeds(backend: Backend, standing: () => Standing): DeviceDeeds {
  const { send, done } = createSendNow(backend, standing);
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

const at = (device: string): string => `/devices/${inAddress(device)}`;

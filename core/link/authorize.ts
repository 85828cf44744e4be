// Fetches the signature without which Pusher lets nobody subscribe or sign in.
import { authAnswer } from '../../contract/api.ts';
import { problem } from '../../contract/problem.ts';
import type { Backend, BackendRequest, BackendTarget } from '../ports/backend.ts';
import type { AuthorizeAnswer, AuthorizeRequest } from '../ports/realtime.ts';
import { exchange } from './exchange.ts';

const timeoutMs = 5000;

/** `asked`: in the backend's own words; null: it signs nobody in. */
export async function authorize(
  backend: Backend,
  target: BackendTarget,
  asked: BackendRequest | null,
): Promise<AuthorizeAnswer> {
  if (asked === null) return { ok: false, status: null, message: 'this backend signs nobody in' };
  const answer = await exchange(backend, target, asked);
  if (answer.kind === 'failure') return { ok: false, status: null, message: answer.message };
  const read = answer.status === 200 ? authAnswer.safeParse(answer.body) : null;
  if (read?.success) {
    const { auth, channel_data: channelData, user_data: userData, shared_secret: sharedSecret } = read.data;
    return {
      ok: true,
      auth,
      ...(channelData === undefined ? {} : { channelData }),
      ...(userData === undefined ? {} : { userData }),
      ...(sharedSecret === undefined ? {} : { sharedSecret }),
    };
  }
  const told = problem.safeParse(answer.body);
  const message = told.success
    ? told.data.detail
    : `the authorizer answered ${answer.status} with nothing usable`;
  return { ok: false, status: answer.status, message };
}

export const authorizeRequest = (request: AuthorizeRequest, token: string): BackendRequest => ({
  method: 'POST',
  token,
  timeoutMs,
  ...(request.for === 'channel'
    ? { path: '/pusher/authorize', body: { socketId: request.socketId, channelName: request.channel } }
    : { path: '/pusher/user-auth', body: { socketId: request.socketId } }),
});

// Signatures for pusher-js, from the core: each once per subscription, and never one for another socket.
import type { ChannelAuthorizationCallback, UserAuthenticationCallback } from 'pusher-js';
import type { AuthorizeAnswer, AuthorizeRequest } from '../../core/ports/realtime.ts';
import type { Tenant } from './pusher-tenant.ts';

export type Authorized = {
  tenant(): Tenant | null;
  socketId(): string;
};

/** null: the answer came too late to be used. */
async function askCore(
  line: Authorized,
  request: AuthorizeRequest,
  stillWanted: () => boolean,
): Promise<AuthorizeAnswer | null> {
  const tenant = line.tenant();
  if (tenant === null) return null;
  const answer = await tenant.options
    .authorize(request)
    .catch((error: unknown): AuthorizeAnswer => ({ ok: false, status: null, message: String(error) }));
  // After a reconnect an answer for the former socket would be sent as a wrong signature on the new one.
  const sameSocket = line.socketId() === request.socketId;
  return line.tenant() === tenant && tenant.live && sameSocket && stillWanted() ? answer : null;
}

export async function authorizeChannel(
  line: Authorized,
  socketId: string,
  channel: string,
  callback: ChannelAuthorizationCallback,
): Promise<void> {
  const tenant = line.tenant();
  if (tenant === null) return;
  const attempt = (tenant.attempts.get(channel) ?? 0) + 1;
  tenant.attempts.set(channel, attempt);
  const stillWanted = () => tenant.attempts.get(channel) === attempt;
  const answer = await askCore(line, { for: 'channel', socketId, channel }, stillWanted);
  if (answer === null) return;
  if (!answer.ok) {
    tenant.refusals.set(channel, answer.status);
    return callback(new Error(answer.message), null);
  }
  callback(null, {
    auth: answer.auth,
    ...(answer.channelData !== undefined && { channel_data: answer.channelData }),
    ...(answer.sharedSecret !== undefined && { shared_secret: answer.sharedSecret }),
  });
}

export async function authorizeUser(
  line: Authorized,
  socketId: string,
  callback: UserAuthenticationCallback,
): Promise<void> {
  const answer = await askCore(line, { for: 'user', socketId }, () => true);
  if (answer === null) return;
  if (!answer.ok) return callback(new Error(answer.message), null);
  callback(null, { auth: answer.auth, user_data: answer.userData ?? '' });
}

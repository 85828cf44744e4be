// Makes the requests that a backend without a log understands, as the policy describes them.
import type { ExistingBackend } from '../../../contract/existing-backend.ts';
import type { Entry } from '../../outbox/entry.ts';
import type { BackendRequest } from '../../ports/backend.ts';
import type { AuthorizeRequest } from '../../ports/realtime.ts';
import { inAddress } from '../../../contract/wire.ts';

const timeoutMs = 8000;

const signed = ({ header }: ExistingBackend, token: string): Pick<BackendRequest, 'token' | 'headers'> => ({
  token: null,
  headers: { [header.name]: header.value.replaceAll(':token', token) },
});

export const listRequest = (system: ExistingBackend, token: string, page: string | null): BackendRequest => ({
  ...signed(system, token),
  method: 'GET',
  path: page ?? system.list.path,
  timeoutMs,
});

export const orderRequest = (system: ExistingBackend, token: string, theirs: string): BackendRequest => ({
  ...signed(system, token),
  method: 'GET',
  path: (system.order?.path ?? '').replaceAll(':id', inAddress(theirs)),
  timeoutMs,
});

/** "Ready" is all that is ever sent there. */
export const readyRequest = (
  system: ExistingBackend,
  token: string,
  { id }: Pick<Entry, 'id'>,
  theirs: string,
): BackendRequest => ({
  ...signed(system, token),
  method: system.ready.method,
  path: system.ready.path.replaceAll(':id', inAddress(theirs)),
  body: system.ready.body,
  // Whoever knows what it is will take the press once; whoever does not will not mind it.
  idempotencyKey: id,
  timeoutMs,
});

export function authorizeRequest(
  system: ExistingBackend,
  token: string,
  { socketId, channel }: AuthorizeRequest & { for: 'channel' },
): BackendRequest {
  const { path, style } = system.authorize;
  const asked = { ...signed(system, token), method: 'POST', path, timeoutMs: 5000 } as const;
  return style === 'form'
    ? { ...asked, form: { socket_id: socketId, channel_name: channel } }
    : { ...asked, body: { socketId, channelName: channel } };
}

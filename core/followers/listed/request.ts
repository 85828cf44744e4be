// How an existing backend is asked, in its own words.
import type { ExistingBackend } from '../../../contract/existing-backend.ts';
import type { Entry } from '../../outbox/entry.ts';
import type { BackendRequest } from '../../ports/backend.ts';
import type { AuthorizeRequest } from '../../ports/realtime.ts';

const timeoutMs = 8000;

const signed = ({ header }: ExistingBackend, token: string): Pick<BackendRequest, 'token' | 'headers'> => ({
  token: null,
  headers: { [header.name]: header.value.replaceAll(':token', token) },
});

export const listRequest = (
  existing: ExistingBackend,
  token: string,
  page: string | null,
): BackendRequest => ({
  ...signed(existing, token),
  method: 'GET',
  path: page ?? existing.list.path,
  timeoutMs,
});

export const orderRequest = (existing: ExistingBackend, token: string, theirs: string): BackendRequest => ({
  ...signed(existing, token),
  method: 'GET',
  path: (existing.order?.path ?? '').replaceAll(':id', encodeURIComponent(theirs)),
  timeoutMs,
});

/** "Ready" is all that is ever sent there. */
export const readyRequest = (
  existing: ExistingBackend,
  token: string,
  { id }: Pick<Entry, 'id'>,
  theirs: string,
): BackendRequest => ({
  ...signed(existing, token),
  method: existing.ready.method,
  path: existing.ready.path.replaceAll(':id', encodeURIComponent(theirs)),
  body: existing.ready.body,
  // Whoever knows what it is will take the press once; whoever does not will not mind it.
  idempotencyKey: id,
  timeoutMs,
});

export function authorizeRequest(
  existing: ExistingBackend,
  token: string,
  { socketId, channel }: AuthorizeRequest & { for: 'channel' },
): BackendRequest {
  const { path, style } = existing.authorize;
  const asked = { ...signed(existing, token), method: 'POST', path, timeoutMs: 5000 } as const;
  return style === 'form'
    ? { ...asked, form: { socket_id: socketId, channel_name: channel } }
    : { ...asked, body: { socketId, channelName: channel } };
}

// What the phone's page asks of the backend, with the link it was opened by or with what it got for it.
import { phoneAdded, phoneState, type PhoneState } from '../state.ts';
import type { Subscription } from '../../push-browser/subscribe.ts';

async function ask(method: 'GET' | 'POST', path: string, token: string, body?: unknown): Promise<Response> {
  return fetch(`/phone/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    cache: 'no-store',
    signal: AbortSignal.timeout(10_000),
  });
}

/** `over`: it opens nothing any more. Throws when there is no connection. */
async function answered(answer: Promise<Response>): Promise<Response | 'over'> {
  const response = await answer;
  if (response.status === 404 || response.status === 401) return 'over';
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return response;
}

export async function readState(token: string): Promise<PhoneState | 'over'> {
  const answer = await answered(ask('GET', 'state', token));
  return answer === 'over' ? 'over' : phoneState.parse(await answer.json());
}

export async function addPhone(
  link: string,
  subscription: Subscription,
  name: string,
): Promise<{ token: string } | 'over'> {
  const answer = await answered(ask('POST', 'add', link, { subscription, name }));
  return answer === 'over' ? 'over' : phoneAdded.parse(await answer.json());
}

export async function renewPhone(token: string, subscription: Subscription): Promise<void> {
  await answered(ask('POST', 'renew', token, { subscription }));
}

export async function leavePhone(token: string): Promise<void> {
  await answered(ask('POST', 'leave', token));
}

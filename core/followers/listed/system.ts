// Finds the order system that is followed, as the policy has described it: where its list is, and what it calls things.
import type { ExistingBackend } from '../../../contract/existing-backend.ts';
import type { WithBackend } from '../../session/backend-kind.ts';
import type { SessionState } from '../../session/turn.ts';

export function systemOf({ existing }: WithBackend): ExistingBackend {
  if (existing === null) throw new Error('Only a backend without a log is followed by its list.');
  return existing;
}

/** Of the session that this turn is in: nothing here is read or heard without one. */
export function systemIn({ state: { session } }: { readonly state: Pick<SessionState, 'session'> }): {
  system: ExistingBackend;
  url: string;
} {
  if (session === null) throw new Error('Without a session no list is followed.');
  return { system: systemOf(session), url: session.url };
}

// Defines a question to the backend while a session lasts: how it looks on the wire, and in whose name it is asked.
import type { BackendRequest } from '../ports/backend.ts';
import type { Session } from './session.ts';
import type { SteppedIn } from './slice.ts';

export type Who = { readonly session: Session; readonly person: SteppedIn | null };
export type Speaker = { as: 'device' | 'person'; token: string };

/** `State`: what has to be known to ask. */
export type Question<Ask, State = unknown> = {
  speaker(ask: Ask, who: Who): Speaker;
  request(ask: Ask, to: { session: Session; token: string }, state: State): BackendRequest;
  /** Given up with its connection, it is asked again on the next. */
  again(session: Session): boolean;
};

export const asDevice = ({ session }: Who): Speaker => ({ as: 'device', token: session.token });

/** What a person may see is asked with their token. */
export const asWhoIsIn = (who: Who): Speaker =>
  who.person === null ? asDevice(who) : { as: 'person', token: who.person.token };

/** A beat is late sooner than anything else, and most things sooner than a whole book. */
export const usualTimeoutMs = 8000;

export type StepOutAsk = { for: 'step-out'; token: string };

/** With the token of whoever stepped out, which nobody has any more otherwise. */
export const stepOutQuestion: Question<StepOutAsk> = {
  speaker: ({ token }) => ({ as: 'person', token }),
  request: (_ask, { token }) => ({
    method: 'POST',
    path: '/people/step-out',
    token,
    timeoutMs: usualTimeoutMs,
    body: {},
  }),
  again: () => true,
};

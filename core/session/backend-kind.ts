// Tells which kind of backend a session is with. Nobody asks but the two tables that have an entry for each kind: what it
// can do, and how it is followed.
import type { Session } from './session.ts';

export const backendKinds = ['sequenced', 'listed'] as const;
/** `sequenced`: it has a log with numbers. `listed`: it was there before, and has a list of open orders. */
export type BackendKind = (typeof backendKinds)[number];

/** As much of a session as says what its backend is. */
export type WithBackend = { readonly existing: Session['existing'] };

export const backendKindOf = ({ existing }: WithBackend): BackendKind =>
  existing === null ? 'sequenced' : 'listed';

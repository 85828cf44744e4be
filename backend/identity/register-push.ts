// Ties an install to whoever is signed in with a token, or to a customer's order, and unties it again.
import type { Principal } from '../../contract/permissions.ts';
import type { PushTarget } from '../../contract/push.ts';
import type { Store } from '../db/store.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { tie } from '../push/tie.ts';
import { untie } from '../push/untie.ts';
import { allowed } from './allowed.ts';
import { liveSession } from './live-session.ts';

export type Whose = { restaurant: string } & ({ order: string } | { person: string });

/** Whose registrations a principal has; a device alone, a key or a sales channel has none. */
export function whosePushes(principal: Principal): Result<Whose> {
  const of = (whose: Whose, stream: string): Result<Whose> => {
    const asked = allowed(principal, 'push.register', stream);
    return asked.ok ? done(whose) : asked;
  };
  if (principal.kind === 'person')
    return of({ restaurant: principal.restaurant, person: principal.id }, `user:${principal.id}`);
  if (principal.kind === 'customer')
    return of({ restaurant: principal.restaurant, order: principal.order }, `order:${principal.order}`);
  return refused('not-allowed', 'Pushes are for people who signed in, and for customers.');
}

/** The sign-in is held meanwhile: who signs it out waits, and takes this along. */
export function registerPush(
  store: Store,
  whose: Whose,
  token: string,
  told: { target: PushTarget; name: string | null },
  now: number,
): Promise<Result<{ id: string }>> {
  return store.write(async (tx) => {
    if ('order' in whose) return done({ id: await tie(tx, whose, told, now) });
    const session = await liveSession(store, tx, token, now);
    if (session === null) return refused('not-signed-in', 'This sign-in has ended. Step in again.');
    const owner = { restaurant: whose.restaurant, person: session.person, session: session.id };
    return done({ id: await tie(tx, owner, told, now) });
  });
}

/** False: there is no such install of theirs. */
export async function removePush(store: Store, whose: Whose, id: string): Promise<boolean> {
  const gone = await store.write((tx) =>
    untie(tx, (of) =>
      of.and([
        of('id', '=', id),
        'order' in whose ? of('order_id', '=', whose.order) : of('person_id', '=', whose.person),
      ]),
    ),
  );
  return gone > 0;
}

// Says whether a principal may do what a route offers, and of which restaurant.
import { may, type Action, type Principal } from '../../contract/permissions.ts';
import { cutText } from '../../contract/wire.ts';
import type { StreamName } from '../../contract/streams.ts';
import { done, refused, type Refusal, type Result } from '../http/refusal.ts';

const notAllowed = (principal: Principal): Refusal =>
  refused(
    'not-allowed',
    principal.kind === 'person' && principal.at === 'another-restaurant'
      ? 'From another restaurant you can look, and do nothing: step in on a device of this one.'
      : principal.kind === 'device' || principal.role === 'counter'
        ? 'This is for managers: step in as one.'
        : 'This is not for whoever holds this token.',
  );

export function allowed(principal: Principal, action: Action, stream: StreamName): Result<null> {
  return may(principal, action, stream) ? done(null) : notAllowed(principal);
}

/**
 * The restaurant a principal asks about: its own, or the one an administrator of all of them named. Another's is
 * not found rather than forbidden, so that names can't be tried out.
 */
export function restaurantFor(
  principal: Principal,
  action: Action,
  named: string | undefined,
): Result<string> {
  const id = named ?? principal.restaurant;
  if (id === null)
    return refused('invalid', 'This key is good for every restaurant: say which, as ?restaurant=ID.', {
      field: 'restaurant',
    });
  if (principal.restaurant !== null && id !== principal.restaurant)
    return refused('not-found', `There is no restaurant "${cutText(id, 64)}".`, { field: 'restaurant' });
  const asked = allowed(principal, action, `restaurant:${id}`);
  return asked.ok ? done(id) : asked;
}

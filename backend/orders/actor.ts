// Says who did something to an order, as it is kept with the order.
import type { Actor } from '../../contract/order.ts';
import type { Principal } from '../../contract/permissions.ts';
import { cutText } from '../../contract/wire.ts';

export function actorOf(principal: Principal): Actor {
  const kind = principal.kind === 'key' ? 'system' : principal.kind;
  return { kind, id: principal.id, name: cutText(principal.name, 80) };
}

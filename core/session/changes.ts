// Changes what is known of the session that a rule runs in: its restaurant, and where Pusher is.
import type { PusherAddress } from '../../contract/api.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import type { Change } from '../kernel/ledger.ts';
import { theOne } from '../kernel/row.ts';
import { keep, set } from './slice.ts';
import type { SilentTurn } from './turn.ts';

export const restaurantIs =
  (restaurant: Restaurant): Change =>
  (draft) =>
    keep.restaurant.put(draft, theOne, restaurant);

export function pusherIs(turn: SilentTurn, pusher: PusherAddress): void {
  const { session } = turn.state;
  if (session !== null) set(turn, { session: { ...session, pusher } });
}

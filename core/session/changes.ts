// Changes what is known of the session that a rule runs in: its restaurant, where Pusher is and how channels are called.
import type { PusherAddress } from '../../contract/api.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import type { ChannelTemplates } from '../../contract/streams.ts';
import type { Change } from '../kernel/ledger.ts';
import { theOne } from '../kernel/row.ts';
import { keep, set } from './slice.ts';
import type { SilentTurn } from './turn.ts';

export const restaurantIs =
  (restaurant: Restaurant): Change =>
  (draft) =>
    keep.restaurant.put(draft, theOne, restaurant);

/** A manager gave the device another name. */
export const deviceNameIs =
  (name: string): Change =>
  (draft) =>
    keep.deviceName.put(draft, theOne, name);

/** Where Pusher is, and how channels are called there. */
export type Realtime = { pusher: PusherAddress; channels: ChannelTemplates };
/** As far as the backend says. */
export type ToldRealtime = { [Part in keyof Realtime]: Realtime[Part] | undefined };

export function realtimeIs(turn: SilentTurn, realtime: Realtime): void {
  const { session } = turn.state;
  if (session !== null) set(turn, { session: { ...session, ...realtime } });
}

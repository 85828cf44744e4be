// Begins a session, or goes on with it after a restart: what was missed is read over HTTP, before Pusher is even there.
import type { Restaurant } from '../../contract/restaurant.ts';
import { personalAlertsGone } from '../alerts/marks.ts';
import { adopt, write } from '../kernel/turn.ts';
import { dropNotices } from '../notices/notices.ts';
import type { OrdersLedger } from '../orders/turn.ts';
import { beginSending } from '../outbox/send.ts';
import { enter } from '../session/enrolment.ts';
import { restaurantIs } from '../session/changes.ts';
import type { Session } from '../session/session.ts';
import type { EnrolmentRequest } from '../session/turn.ts';
import { follow } from '../streams/flow.ts';
import { catchUp, followerOf } from './follow.ts';
import type { State, Turn } from './turn.ts';

export type Entering = {
  session: Session;
  ledger: State['ledger'];
  /** As the enrolment told it; null when the session was on the disk. */
  restaurant: Restaurant | null;
  /** What it has just been enrolled with; null when no enrolment was asked for, which then cannot have been superseded. */
  request: EnrolmentRequest | null;
};

const hasUnread = ({ orders, unreadable }: OrdersLedger): boolean =>
  unreadable.size > 0 || [...orders.values()].some(({ status }) => status === 'unknown');

export function entered(turn: Turn, { session, ledger, restaurant, request }: Entering): void {
  adopt(turn, ledger);
  if (restaurant !== null) write(turn, [restaurantIs(restaurant)]);
  write(turn, personalAlertsGone(turn.state));
  enter(turn, session, request);
  beginSending(turn);
  follow(turn, session.streams);
  followerOf(session).begin(turn);
  dropNotices(turn, 'enrolment-failed');
  // What an earlier version could not read this one may.
  const what = hasUnread(ledger) ? 'snapshot' : 'events';
  for (const stream of session.streams) catchUp(turn, stream, what);
  turn.emit({
    do: 'log',
    level: 'info',
    event: 'session.entered',
    fields: { restaurant: session.restaurantId },
  });
}

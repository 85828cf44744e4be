// Puts a whole snapshot in the place of the book.
import { consolesGone as consolesGoneShape, escalation } from '../../../contract/events.ts';
import { inbox as inboxShape } from '../../../contract/notifications.ts';
import { closedStatuses } from '../../../contract/order.ts';
import { readOrder } from '../../../contract/read-order.ts';
import { restaurant as restaurantShape } from '../../../contract/restaurant.ts';
import { heads as headsShape, type StreamName } from '../../../contract/streams.ts';
import type { Snapshot } from '../../../contract/api.ts';
import { consolesGone } from '../../consoles/gone.ts';
import { chatsInSnapshot } from '../../chat/told.ts';
import { announcementsInSnapshot } from '../../announcements/told.ts';
import { allCalls } from '../../escalations/calls.ts';
import { noInbox } from '../../inbox/announce.ts';
import { inboxIs } from '../../inbox/take.ts';
import type { Change } from '../../kernel/ledger.ts';
import { write } from '../../kernel/turn.ts';
import { orderIs } from '../../orders/book.ts';
import { readableBook } from '../../orders/readable-book.ts';
import { restaurantIs } from '../../session/changes.ts';
import { isPersonal } from '../../session/person.ts';
import { isBeside } from '../../streams/beside.ts';
import { cursorIs } from '../../streams/cursors.ts';
import { cannotRead } from '../book/cannot-read.ts';
import { leaves } from '../book/leave-book.ts';
import type { Turn } from './turn.ts';

/** `streams` have asked for it. null: it cannot be read, and nothing has changed. */
export function takeSnapshot(
  turn: Turn,
  body: unknown,
  streams: readonly StreamName[],
): Snapshot['heads'] | null {
  const told = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const heads = headsShape.safeParse(told.heads);
  if (!heads.success || !Array.isArray(told.orders)) return null;
  const beside = [
    ...chatsInSnapshot(turn, told, heads.data, streams),
    ...announcementsInSnapshot(turn, told, heads.data, streams),
    ...personalCursors(turn, heads.data, streams),
  ];
  // Orders go on being moved by their own stream, which may be further by now.
  if (streams.every(isBeside)) write(turn, beside);
  else write(turn, [...beside, ...ordersInSnapshot(turn, told, told.orders, heads.data)]);
  if (streams.some(isPersonal)) forWhoIsIn(turn, told);
  return heads.data;
}

const personalCursors = (turn: Turn, heads: Snapshot['heads'], streams: readonly StreamName[]): Change[] =>
  streams.flatMap((stream) => {
    const head = isPersonal(stream) && turn.state.flows.has(stream) ? heads[stream] : undefined;
    return head === undefined ? [] : [cursorIs(stream, head)];
  });

function ordersInSnapshot(
  turn: Turn,
  told: Record<string, unknown>,
  orders: readonly unknown[],
  heads: Snapshot['heads'],
): Change[] {
  const restaurant = restaurantShape.safeParse(told.restaurant);
  const gone = consolesGoneShape.safeParse(told.consolesGone);
  const followed = Object.entries(heads).filter(
    ([stream]) => turn.state.flows.has(stream) && !isBeside(stream),
  );
  return [
    ...(restaurant.success ? [restaurantIs(restaurant.data)] : []),
    ...bookOf(turn, orders),
    ...(gone.success ? consolesGone(turn.state, gone.data) : []),
    ...followed.map(([stream, head]) => cursorIs(stream, head)),
  ];
}

/**
 * What a manager was called for before they stepped in stands in no event that they will still get. An answer that was
 * asked for in the name of somebody who left meanwhile is none of theirs. Who may not know it is not told.
 */
function forWhoIsIn(turn: Turn, told: Record<string, unknown>): void {
  if (Array.isArray(told.escalations)) allCalls(turn, callsIn(told.escalations));
  const inbox = inboxShape.safeParse(told.inbox);
  if (inbox.success) inboxIs(turn, inbox.data);
  else if (told.inbox === undefined) noInbox(turn);
}

function bookOf(turn: Turn, wires: readonly unknown[]): Change[] {
  const read = wires.map(readOrder);
  const orders = read.flatMap((one) => (one.kind === 'order' ? [one.order] : []));
  const unread = read.flatMap((one) => (one.kind === 'order' ? [] : [one]));
  const { kept, changes } = cannotRead(turn, unread);
  const present = new Set([...orders, ...kept].map(({ id }) => id));
  const { ledger } = turn.state;
  const gone = [...readableBook(ledger).values()].filter(
    // Closed orders are not in every snapshot; ours stay readable for their day. One that still asks for
    // "Understood" would be in it: somebody has said so elsewhere.
    (order) =>
      !present.has(order.id) && (!closedStatuses.includes(order.status) || order.toBeUnderstood !== null),
  );
  // Nothing is known of these but that they were there.
  const bare = [...ledger.unreadable.keys()].filter((id) => !present.has(id) && !ledger.orders.has(id));
  return [
    ...[...new Set([...gone.map(({ id }) => id), ...bare])].flatMap((id) => leaves(turn, id)),
    ...orders.map((order) => orderIs(order)),
    ...changes,
  ];
}

function callsIn(wire: readonly unknown[]): ReadonlyMap<string, string> {
  const calls = wire.flatMap((one) => escalation.safeParse(one).data ?? []);
  return new Map(calls.flatMap(({ order, since }) => (order ? [[order.id, since]] : [])));
}

// A button was pressed, or taken back: an entry in the outbox, or the plain reason why not.
import type { Verb } from '../../contract/order.ts';
import type { Answer } from '../flow/state.ts';
import { backendNow, write, type Turn } from '../flow/turn.ts';
import { waitsForAnswer } from '../orders/columns.ts';
import { lanesOf, shownOrders } from '../orders/overlay.ts';
import { receiptFor } from './receipts.ts';
import type { Entry } from './entry.ts';

export type Press = {
  order: string;
  verb: Verb;
  reason?: string | undefined;
  minutes?: number | undefined;
  item?: string | undefined;
  ticked?: boolean | undefined;
};

const no = (code: 'not-found' | 'refused' | 'not-enrolled', message: string): Answer => ({
  ok: false,
  error: { code, message },
});

export function press(turn: Turn, wish: Press): Answer {
  if (turn.state.session === null) return no('not-enrolled', 'This console is not enrolled yet.');
  if (!turn.state.ledger.orders.has(wish.order))
    return no('not-found', 'This order is not in the book any more.');
  const { id } = enter(turn, wish.verb, wish.order, {
    item: wish.item ?? null,
    details: {
      ...(wish.reason === undefined ? {} : { reason: wish.reason }),
      ...(wish.minutes === undefined ? {} : { minutes: wish.minutes }),
      ...(wish.ticked === undefined ? {} : { ticked: wish.ticked }),
      ...(wish.verb === 'stop-bell' ? { seconds: turn.state.settings.effective.bell.snoozeSeconds } : {}),
    },
  });
  return { ok: true, value: { command: id } };
}

/** One press stops the bell of everything that waits; each order keeps its own record of it. */
export function stopBell(turn: Turn): Answer {
  if (turn.state.session === null) return no('not-enrolled', 'This console is not enrolled yet.');
  const now = backendNow(turn);
  for (const order of shownOrders(turn.state.ledger).values()) {
    if (!waitsForAnswer(order, now)) continue;
    press(turn, { order: order.id, verb: 'stop-bell' });
    write(turn, receiptFor(turn, order.id, 'acknowledged'));
  }
  return { ok: true, value: {} };
}

/**
 * Takes the newest press on an order back. What never left this device is removed, and nobody hears of it;
 * anything else may have taken effect, so its opposite is sent behind it.
 */
export function undo(turn: Turn, order: string): Answer {
  const { ledger, sending } = turn.state;
  const lane = (lanesOf(ledger.outbox).get(order) ?? []).filter(isUndone);
  const newest = lane.at(-1);
  if (newest !== undefined && !sending.handed.has(newest.id)) {
    write(turn, [{ kind: 'entry-gone', id: newest.id }]);
    return { ok: true, value: {} };
  }
  const shown = shownOrders(ledger).get(order);
  if (shown === undefined) return no('not-found', 'This order is not in the book any more.');
  const canBeRecalled = shown.status === 'ready' || shown.status === 'collected';
  if (newest !== undefined ? !isRecallable(newest) : !isUntold(turn, shown))
    return no('refused', 'This has been sent already and cannot be taken back here.');
  if (!canBeRecalled) return no('refused', 'There is nothing to take back on this order.');
  const { id } = enter(turn, 'recall', order, { undoes: newest?.id ?? null });
  return { ok: true, value: { command: id } };
}

/** Stopping the bell and saying "Understood" are not taken back: they were heard by people. */
const isUndone = (entry: Entry): boolean =>
  entry.refused === null && entry.verb !== 'stop-bell' && entry.verb !== 'understood';

export const isRecallable = (entry: Entry): boolean => entry.verb === 'ready' || entry.verb === 'collect';

const isUntold = (turn: Turn, order: { tellAt: string | null; toldAt: string | null }): boolean =>
  order.toldAt === null && order.tellAt !== null && Date.parse(order.tellAt) > backendNow(turn);

export function dismissRefused(turn: Turn, order: string): Answer {
  const refused = (lanesOf(turn.state.ledger.outbox).get(order) ?? []).filter(
    (entry) => entry.refused !== null,
  );
  write(
    turn,
    refused.map(({ id }) => ({ kind: 'entry-gone', id })),
  );
  return { ok: true, value: {} };
}

function enter(
  turn: Turn,
  verb: Verb,
  order: string,
  more: Partial<Pick<Entry, 'item' | 'details' | 'undoes'>>,
): Entry {
  const entry: Entry = {
    id: turn.chance.id(),
    order,
    verb,
    item: null,
    details: {},
    undoes: null,
    ...more,
    person: turn.state.person?.id ?? null,
    pressedAt: new Date(backendNow(turn)).toISOString(),
    takenAt: null,
    refused: null,
  };
  write(turn, [{ kind: 'entry', entry }]);
  return entry;
}

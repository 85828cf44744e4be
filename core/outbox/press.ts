// Takes a press of a button, or takes one back: an entry in the outbox, or the plain reason why not.
import type { Order, Verb } from '../../contract/order.ts';
import type { Answer } from '../screen/answer.ts';
import type { Change } from '../kernel/ledger.ts';
import { write } from '../kernel/turn.ts';
import { answerBy, wasAnswered, type Answered } from '../orders/answered.ts';
import { orderAnswered, orderIs, orderUnanswered } from '../orders/book.ts';
import { isUnheard } from '../orders/columns.ts';
import { isNameless } from '../orders/unreadable.ts';
import { abilitiesOf } from '../session/abilities.ts';
import { isOffice } from '../session/office.ts';
import type { SessionState } from '../session/turn.ts';
import { backendNow } from '../time/clock.ts';
import { entryIs, entryOver } from './entries.ts';
import type { Entry } from './entry.ts';
import { lanesOf, shownOrders } from './overlay.ts';
import { receiptFor } from './receipts.ts';
import type { OutboxState, Turn } from './turn.ts';

export type Press = {
  order: string;
  verb: Verb;
  reason?: string | undefined;
  minutes?: number | undefined;
  item?: string | undefined;
  ticked?: boolean | undefined;
  /** An order that was looked up because the book does not have it. */
  found?: Order | undefined;
};

const no = (code: 'not-found' | 'refused' | 'not-enrolled', message: string): Answer => ({
  ok: false,
  error: { code, message },
});

const notFromAnOffice = no('refused', 'The bell of the shop is stopped where it rings, not from an office.');

export function press(turn: Turn, pressed: Press): Answer {
  const { session } = turn.state;
  if (session === null) return no('not-enrolled', 'This console is not enrolled yet.');
  const order = shownOrders(turn.state.ledger).get(pressed.order) ?? takenUp(turn, pressed);
  if (order === undefined) return no('not-found', 'This order is not in the book any more.');
  if (isNameless(pressed.order))
    return no('refused', 'This order cannot be read, not even its id. Answer it in the order system.');
  // Stopping a bell that is stopped already would keep an order silent for longer than a snooze.
  if (pressed.verb === 'stop-bell' && !isUnheard(order, backendNow(turn)))
    return no('refused', 'The bell is not ringing for this order.');
  if (pressed.verb === 'stop-bell' && isOffice(turn.state)) return notFromAnOffice;
  const how = abilitiesOf(session).howTaken[pressed.verb];
  if (how === 'not-possible')
    return no(
      'refused',
      'This order system has no way to do that from here. Do it where the order came from.',
    );
  const { id } = enter(turn, pressed.verb, pressed.order, {
    kept: how === 'kept',
    item: pressed.item ?? null,
    details: {
      ...(pressed.reason === undefined ? {} : { reason: pressed.reason }),
      ...(pressed.minutes === undefined ? {} : { minutes: pressed.minutes }),
      ...(pressed.ticked === undefined ? {} : { ticked: pressed.ticked }),
      ...(pressed.verb === 'stop-bell' ? { seconds: turn.state.settings.effective.bell.snoozeSeconds } : {}),
    },
  });
  noteAnswer(turn, pressed.order, answerBy(pressed.verb));
  return { ok: true, value: { command: id } };
}

/** What is pressed on has to be in the book, for its preview and for a refusal to be seen; it may have come by itself since. */
function takenUp(turn: Turn, { order, found }: Press): Order | undefined {
  if (found?.id !== order) return undefined;
  write(turn, [orderIs(found)]);
  return found;
}

/** Whoever pressed has heard it, whatever the backend says to that: its own status will not tell. */
function noteAnswer(turn: Turn, id: string, how: Answered | null): void {
  const { orders, unreadable } = turn.state.ledger;
  if (how === null || (!unreadable.has(id) && orders.get(id)?.status !== 'unknown')) return;
  write(turn, [orderAnswered(id, how)]);
}

/** Nobody has answered it after all, unless something else that was pressed or done says so: better a bell too many. */
function noAnswer({ state: { ledger } }: Turn, { id, order, verb }: Entry): Change[] {
  const others = (lanesOf(ledger.outbox).get(order) ?? []).filter((other) => other.id !== id);
  const saysSo = others.some((other) => answerBy(other.verb) !== null);
  const before = ledger.orders.get(order);
  const stays = saysSo || ledger.answered.get(order) !== 'answered' || (before && wasAnswered(before));
  return answerBy(verb) === null || stays === true ? [] : [orderUnanswered(order)];
}

/** An order that cannot be read was taken care of in the order system: here it neither rings nor is in the way. */
export function handled(turn: Turn, id: string): Answer {
  if (!turn.state.ledger.unreadable.has(id)) return no('not-found', 'This order can be read by now.');
  noteAnswer(turn, id, 'handled');
  return { ok: true, value: {} };
}

/** One press stops the bell of everything that waits; each order keeps its own record of it. */
export function stopBell(turn: Turn): Answer {
  if (turn.state.session === null) return no('not-enrolled', 'This console is not enrolled yet.');
  if (isOffice(turn.state)) return notFromAnOffice;
  const now = backendNow(turn);
  for (const order of shownOrders(turn.state.ledger).values()) {
    if (!isUnheard(order, now)) continue;
    press(turn, { order: order.id, verb: 'stop-bell' });
    write(turn, receiptFor(turn, order.id, 'acknowledged'));
  }
  return { ok: true, value: {} };
}

/**
 * Takes a press back. What never left this device is removed, and nobody hears of it; anything else may have taken
 * effect, so its opposite is sent behind it.
 */
export function undo(turn: Turn, wanted: { order: string; command?: string | undefined }): Answer {
  const { ledger, sending } = turn.state;
  const lane = (lanesOf(ledger.outbox).get(wanted.order) ?? []).filter(isUndone);
  const newest = lane.at(-1);
  const meant = wanted.command === undefined ? newest : lane.find(({ id }) => id === wanted.command);
  // The one that was meant is over when its effect has come back; then what the order shows is taken back.
  const over = wanted.command === undefined || !ledger.outbox.has(wanted.command);
  if (meant === undefined && wanted.command !== undefined && (newest !== undefined || !over))
    return no('refused', 'Something else was pressed on this order meanwhile.');
  if (meant !== undefined && !sending.handed.has(meant.id)) {
    write(turn, [entryOver(meant.id), ...noAnswer(turn, meant)]);
    return { ok: true, value: {} };
  }
  if (meant !== newest) return no('refused', 'Something else was pressed on this order meanwhile.');
  const shown = shownOrders(ledger).get(wanted.order);
  if (shown === undefined) return no('not-found', 'This order is not in the book any more.');
  // Another order system has no way back: whatever was sent there stays.
  if (!takesRecalls(turn.state) || (meant !== undefined ? !isRecallable(meant) : !isUntold(turn, shown)))
    return no('refused', 'This has been sent already and cannot be taken back here.');
  if (!isRecalled(shown)) return no('refused', 'There is nothing to take back on this order.');
  const { id } = enter(turn, 'recall', wanted.order, { undoes: meant?.id ?? null });
  return { ok: true, value: { command: id } };
}

const takesRecalls = ({ session }: Pick<SessionState, 'session'>): boolean =>
  session !== null && abilitiesOf(session).howTaken.recall === 'sent';

/** Stopping the bell and saying "Understood" are not taken back: they were heard by people. */
const isUndone = (entry: Entry): boolean =>
  entry.refused === null && entry.verb !== 'stop-bell' && entry.verb !== 'understood';

const isRecallable = (entry: Entry): boolean => entry.verb === 'ready' || entry.verb === 'collect';
const isRecalled = ({ status }: Order): boolean => status === 'ready' || status === 'collected';

/** The screen offers to take back what `undo` would, and nothing else. */
export function isUndoable(
  state: OutboxState & SessionState,
  entry: Entry,
  shown: Order | undefined,
): boolean {
  if (!isUndone(entry)) return false;
  if (!state.sending.handed.has(entry.id)) return true;
  return takesRecalls(state) && isRecallable(entry) && shown !== undefined && isRecalled(shown);
}

const isUntold = (turn: Turn, order: { tellAt: string | null; toldAt: string | null }): boolean =>
  order.toldAt === null && order.tellAt !== null && Date.parse(order.tellAt) > backendNow(turn);

/** One refusal at a time, the one on the screen: each was a press of its own, and each is to be read. */
export function dismissRefused(turn: Turn, order: string): Answer {
  const lane = lanesOf(turn.state.ledger.outbox).get(order) ?? [];
  const onScreen = lane.find((entry) => entry.refused !== null);
  if (onScreen !== undefined) write(turn, [entryOver(onScreen.id)]);
  return { ok: true, value: {} };
}

function enter(
  turn: Turn,
  verb: Verb,
  order: string,
  more: Partial<Pick<Entry, 'item' | 'details' | 'undoes' | 'kept'>>,
): Entry {
  const entry: Entry = {
    id: turn.chance.id(),
    order,
    verb,
    item: null,
    details: {},
    undoes: null,
    ...more,
    person: turn.state.person?.person.id ?? null,
    pressedAt: new Date(backendNow(turn)).toISOString(),
    kept: more.kept ?? false,
    unsure: false,
    takenAt: null,
    refused: null,
  };
  write(turn, [entryIs(entry)]);
  return entry;
}

// Tells what is kept of orders that cannot be read, and what is shown and rung for in their place.
import { closedStatuses, type Order } from '../../contract/order.ts';
import type { ReadOrder } from '../../contract/read-order.ts';
import type { Answered } from './answered.ts';
import type { KeptUnreadable } from './kept-unreadable.ts';
import type { OrdersLedger } from './turn.ts';

const nameless = 'nameless:';

/** Not even an id could be read: nothing can be asked of the backend about it. */
export const isNameless = (id: string): boolean => id.startsWith(nameless);

export function keptOf(read: Exclude<ReadOrder, { kind: 'order' }>, now: number): KeptUnreadable {
  const seenAt = new Date(now).toISOString();
  if (read.kind === 'nothing') {
    const unsaid = { status: null, placedAt: null, ringAt: null, snoozedUntil: null };
    return { id: `${nameless}${read.mark}`, number: '?', ...unsaid, seenAt };
  }
  const { kind: _, why: __, ...kept } = read;
  return { ...kept, seenAt };
}

/** In place of an order of which there is no copy. It has no items, which no order that can be read lacks. */
export function bareOrder(kept: KeptUnreadable, answered: Answered | undefined): Order {
  const { id, number, status, seenAt, ...told } = kept;
  const placedAt = told.placedAt ?? seenAt;
  return {
    id,
    number,
    status: status ?? 'unknown',
    channel: '',
    fulfilment: { kind: 'other', word: '' },
    payment: { kind: 'other', word: '' },
    items: [],
    total: { amount: 0, currency: '' },
    placedAt,
    ringAt: told.ringAt ?? placedAt,
    promisedAt: null,
    tellAt: null,
    toldAt: null,
    snoozedUntil: told.snoozedUntil,
    toBeUnderstood: asksFor(kept, answered, answered === 'answered'),
    assumed: false,
    acts: [],
  };
}

export const isBare = (order: Order): boolean => order.items.length === 0;

/** The last copy that could be read, as far as its status is known by now. */
export function copyNow(copy: Order, now: KeptUnreadable, answered: Answered | undefined): Order {
  const told = now.status === null || now.status === 'unknown' ? copy.status : now.status;
  const wasAtWork = copy.status === 'accepted' || copy.status === 'ready' || copy.status === 'unknown';
  return {
    ...copy,
    status: told,
    ringAt: now.ringAt ?? copy.ringAt,
    snoozedUntil: now.snoozedUntil ?? copy.snoozedUntil,
    toBeUnderstood: asksFor({ ...now, status: told }, answered, wasAtWork, copy.toBeUnderstood),
  };
}

/** What somebody still has to understand of it: as the backend says, or as far as can be told without that. */
function asksFor(
  { status, toBeUnderstood }: Pick<KeptUnreadable, 'status' | 'toBeUnderstood'>,
  answered: Answered | undefined,
  wasAtWork: boolean,
  before: Order['toBeUnderstood'] = null,
): Order['toBeUnderstood'] {
  if (answered === 'understood') return null;
  if (toBeUnderstood !== undefined) return toBeUnderstood;
  return status === 'cancelled' && wasAtWork ? 'cancelled' : before;
}

/**
 * Nobody has said that it was taken care of elsewhere, and it is not over. One that was at work here and was cancelled is
 * over when somebody has said so.
 */
export function isOpenUnreadable(
  { orders, answered }: Pick<OrdersLedger, 'orders' | 'answered'>,
  kept: KeptUnreadable,
): boolean {
  const { id, status } = kept;
  const how = answered.get(id);
  if (how === 'handled') return false;
  if (!orders.has(id) && asksFor(kept, how, how === 'answered') !== null) return true;
  return status === null || !closedStatuses.includes(status);
}

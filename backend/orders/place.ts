// Completes a posted order: what the sales channel left out gets the restaurant's default. Pure.
import type { Act, Actor, NewOrder, Order } from '../../contract/order.ts';
import type { RestaurantSettings } from '../../contract/restaurant.ts';
import { cutText } from '../../contract/wire.ts';
import { system, withAct } from '../../contract/decide-verb.ts';

export type Placing = {
  id: string;
  number: string;
  /** The sales channel's name, for orders that do not name their channel. */
  channel: string;
  by: Actor;
  now: number;
  restaurant: Pick<RestaurantSettings, 'currency' | 'prepMinutes' | 'autoAccept'>;
};

export function placed(
  posted: NewOrder,
  placing: Placing,
): { order: Order; acts: Act[]; ringLater: number | null } {
  const { now, restaurant } = placing;
  const iso = (at: number) => new Date(at).toISOString();
  const total = posted.total ?? { amount: amountOf(posted), currency: restaurant.currency };
  const ringAt = whenToRing(posted, restaurant.prepMinutes, now);
  const channel = posted.channel ?? placing.channel;
  const act: Act = { what: 'placed', at: iso(now), by: placing.by };
  const order: Order = {
    id: placing.id,
    number: posted.number ?? placing.number,
    status: 'new',
    channel,
    fulfilment: posted.fulfilment ?? { kind: 'pick-up' },
    payment: posted.payment ?? payLater(total.amount),
    ...(posted.customer === undefined ? {} : { customer: posted.customer }),
    items: itemsOf(posted),
    ...(posted.note === undefined ? {} : { note: posted.note }),
    total,
    placedAt: iso(now),
    ringAt: iso(ringAt),
    promisedAt: posted.promisedAt === undefined ? null : iso(Date.parse(posted.promisedAt)),
    tellAt: null,
    toldAt: null,
    snoozedUntil: null,
    toBeUnderstood: null,
    assumed: false,
    acts: [act],
  };
  const acts = [act];
  if (restaurant.autoAccept.includes(channel)) {
    const accepted: Act = { what: 'accept', at: iso(now), by: system };
    acts.push(accepted);
    order.status = 'accepted';
    order.promisedAt ??= iso(Math.max(now, ringAt) + restaurant.prepMinutes * 60_000);
    order.acts = withAct(order.acts, accepted);
  }
  return { order, acts, ringLater: ringAt > now ? ringAt : null };
}

/** Each item can be ticked by itself, so no two share an id. */
function itemsOf(posted: NewOrder): Order['items'] {
  const taken = new Set<string>();
  return posted.items.map(({ price: _price, id, ...item }, i) => {
    let own = id ?? String(i + 1);
    for (let n = 2; taken.has(own); n++) own = `${cutText(id ?? String(i + 1), 34)}-${n}`;
    taken.add(own);
    return { ...item, id: own, ticked: false };
  });
}

/** Who says nothing about payment is asked at the counter: asking twice costs less than giving away. */
function payLater(amount: number): Order['payment'] {
  return amount > 0 ? { kind: 'collect', amount } : { kind: 'paid' };
}

export function amountOf(posted: NewOrder): number {
  if (posted.total !== undefined) return posted.total.amount;
  return posted.items.reduce((total, item) => total + (item.price ?? 0) * item.quantity, 0);
}

const day = 86_400_000;
const times = ['promisedAt', 'ringAt'] as const;

/** In seconds instead of milliseconds, or the other way round, an order would never ring: told instead of taken. */
export function timeOutOfReach(posted: NewOrder, now: number): (typeof times)[number] | null {
  const within = (at: number) => at >= now - day && at <= now + 400 * day;
  return times.find((name) => posted[name] !== undefined && !within(Date.parse(posted[name]))) ?? null;
}

export function whenToRing(posted: NewOrder, prepMinutes: number, now: number): number {
  if (posted.ringAt !== undefined) return Math.max(now, Date.parse(posted.ringAt));
  if (posted.promisedAt === undefined) return now;
  return Math.max(now, Date.parse(posted.promisedAt) - prepMinutes * 60_000);
}

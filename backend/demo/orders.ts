// Makes up orders as a restaurant gets them; the same seed makes the same ones. Pure.
import type { NewOrder } from '../../contract/order.ts';
import { guests, itemNotes, menu, orderNotes, partners, streets, type Dish } from './menu.ts';
import type { Random } from './random.ts';

const channels = [
  { name: 'web', weight: 8 },
  { name: 'phone', weight: 4 },
  { name: 'counter', weight: 4 },
  ...partners.map((name) => ({ name, weight: 3 })),
];

/** `now` only places scheduled orders in the future; everything else comes from `random`. */
export function makeUpOrder(random: Random, now: number): NewOrder {
  const channel = random.weighted(channels).name;
  const partner = partners.includes(channel);
  const items = someItems(random);
  const amount = items.reduce((sum, item) => sum + (item.price ?? 0) * item.quantity, 0);
  const scheduled = channel !== 'counter' && random.chance(0.15);
  return {
    channel,
    fulfilment: someFulfilment(random, channel, partner),
    payment: partner || random.chance(0.55) ? { kind: 'paid' } : { kind: 'collect', amount },
    customer: {
      name: random.pick(guests),
      ...(channel === 'counter'
        ? {}
        : { phone: `+49 30 5550${String(random.whole(0, 9999)).padStart(4, '0')}` }),
    },
    items,
    ...(random.chance(0.2) ? { note: random.pick(orderNotes) } : {}),
    total: { amount, currency: 'EUR' },
    ...(scheduled ? { promisedAt: inSomeTime(random, now) } : {}),
  };
}

function someItems(random: Random): NewOrder['items'] {
  const dishes = new Set<Dish>();
  const wanted = random.weighted([
    { count: 1, weight: 4 },
    { count: 2, weight: 5 },
    { count: 3, weight: 4 },
    { count: 5, weight: 1 },
  ]).count;
  while (dishes.size < wanted) dishes.add(random.weighted(menu));
  return [...dishes].map((dish) => ({
    name: dish.name,
    quantity: random.chance(0.7) ? 1 : random.whole(2, 4),
    price: dish.price,
    modifiers: dish.modifiers.filter(() => random.chance(0.25)),
    allergens: [...dish.allergens],
    ...(random.chance(0.08) ? { note: random.pick(itemNotes) } : {}),
  }));
}

function someFulfilment(
  random: Random,
  channel: string,
  partner: boolean,
): NonNullable<NewOrder['fulfilment']> {
  if (partner) return { kind: 'delivery', courier: channel };
  if (channel === 'counter' && random.chance(0.6))
    return { kind: 'dine-in', table: String(random.whole(1, 24)) };
  if (channel !== 'counter' && random.chance(0.35))
    return { kind: 'delivery', address: `${random.pick(streets)} ${random.whole(1, 80)}` };
  return { kind: 'pick-up' };
}

/** On a quarter of an hour, half an hour to three hours from now. */
function inSomeTime(random: Random, now: number): string {
  const quarter = 15 * 60_000;
  return new Date(Math.ceil(now / quarter) * quarter + random.whole(2, 12) * quarter).toISOString();
}

// How fast orders of long ago are found: in 100,000 orders of one restaurant, among the orders of others.
import { randomUUID } from 'node:crypto';
import type { Store } from '../../backend/db/store.ts';
import { makeUpOrder } from '../../backend/demo/orders.ts';
import { randomFrom, type Random } from '../../backend/demo/random.ts';
import { placed } from '../../backend/orders/place.ts';
import { rowsOfOrder } from '../../backend/orders/rows.ts';
import { indexOrders } from '../../backend/orders/search-index.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { percentile, type AddFigure } from './harness.ts';

/** What was placed a year ago is looked for by the customer's name as well: the hardest case. */
export const keepsNames = { COUNTERBELL_PERSONAL_DAYS: '3650' };
const orders = 100_000;
const elsewhere = { restaurants: 4, orders: 5_000 };
const daysBack = 390;
const day = 86_400_000;
const rounds = 25;
const pagesDeep = 5;

const firstNames =
  'Anna Maria Peter Michael Thomas Andreas Sabine Susanne Christian Stefan Petra Claudia Ahmed Fatma Mehmet Ayşe José Łukasz Zoë Björn Jürgen Renée Noël Chloé Ivan Olga Nguyen Yuki Priya Omar'.split(
    ' ',
  );
const lastStarts =
  'Schmi Mül Schnei Fi We Mei Ober Unter Klein Groß Neu Alt Stein Wald Berg Hof Bau Kra Leh Zim Bran Kauf Eich Linden'.split(
    ' ',
  );
const lastEnds =
  'dt ler der scher ber er meier mann bauer feld bach berger hofer huber stein wirt hauser bring mer auer'.split(
    ' ',
  );

/** A few names are common, as everywhere. */
const often = (random: Random, words: readonly string[]) =>
  words[Math.min(random.whole(0, words.length - 1), random.whole(0, words.length - 1))] ?? '';
const someName = (random: Random) =>
  `${often(random, firstNames)} ${often(random, lastStarts)}${often(random, lastEnds)}`;
const somePhone = (random: Random) =>
  `+49 ${random.pick(['30', '89', '221', '171', '40'])} ${random.whole(1_000_000, 99_999_999)}`;

type Customer = { name: string; phone: string; number: string; at: number };

async function fill(store: Store, restaurant: string, many: number, random: Random): Promise<Customer[]> {
  await store.write((tx) =>
    addRestaurant(tx, restaurant, { ...plainSettings, name: restaurant }, Date.now()),
  );
  const customers: Customer[] = [];
  const from = Date.now() - daysBack * day;
  for (let at = 0; at < many; at += 500) {
    const rows = Array.from({ length: Math.min(500, many - at) }, (_, i) => {
      const now = Math.floor(from + ((at + i) / many) * (daysBack - 1) * day);
      const customer = { name: someName(random), phone: somePhone(random) };
      const number = String(random.whole(1_000, 999_999));
      customers.push({ ...customer, number, at: now });
      const { promisedAt: _later, ...posted } = makeUpOrder(random, now);
      const made = placed(
        { ...posted, customer, number },
        {
          id: randomUUID(),
          number,
          channel: 'web',
          by: { kind: 'system', id: 'bench', name: 'web' },
          now,
          restaurant: plainSettings,
        },
      );
      return rowsOfOrder({ ...made.order, status: 'collected' }, made.acts, {
        restaurant,
        placedBy: 'bench',
        now,
      });
    });
    await store.write((tx) =>
      store.insertRows(tx, {
        orders: rows.map(({ order }) => order),
        acts: rows.flatMap(({ acts }) => acts),
      }),
    );
  }
  return customers;
}

/** What staff look for: somebody's order of whom they know a part, a day, what nobody ordered, what everybody orders. */
function questions({ name, phone, number, at }: Customer): string[] {
  const [first = '', last = ''] = name.split(' ');
  const date = new Date(at).toISOString().slice(0, 10);
  return [
    { q: number },
    { q: last.slice(1, 5) },
    { q: name },
    { q: `${first.slice(0, 3)} ${last.slice(0, 4)}` },
    { q: phone.replaceAll(/\D/g, '').slice(-6) },
    { q: phone.replace('+49 ', '0') },
    { day: date },
    { day: date, q: last },
    { q: 'Xylophonquatsch' },
    { q: `${first} Weidenhofmann` },
    { q: 'a' },
    { q: 'margherita' },
  ].map((asked) => new URLSearchParams(asked).toString());
}

type Ask = (query: string) => Promise<{ status: number; text(): string }>;

/** Every question in turn with customers of all times; a common one also page after page. */
async function look(ask: Ask, customers: readonly Customer[], random: Random): Promise<number[]> {
  const samples: number[] = [];
  async function timed(query: string): Promise<{ orders: unknown[]; before: string | null }> {
    const began = performance.now();
    const answer = await ask(query);
    const text = answer.text();
    samples.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(`${query}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as { orders: unknown[]; before: string | null };
  }
  for (let i = 0; i < rounds; i++) {
    const customer = customers[random.whole(0, customers.length - 1)] as Customer;
    for (const [nth, query] of questions(customer).entries()) {
      const { orders: found } = await timed(query);
      const nobody = nth === 8 || nth === 9;
      if (found.length > 0 === nobody) throw new Error(`${query} found ${found.length} orders.`);
    }
  }
  // From the middle of the year on.
  let before: string | null = `${Date.now() - (daysBack / 2) * day}.${'0'.repeat(36)}`;
  for (let i = 0; i < rounds * pagesDeep; i++) {
    const page = await timed(`q=anna&before=${before}`);
    if (page.orders.length === 0 || page.before === null) break;
    before = page.before;
  }
  return samples;
}

export async function measureHistory(
  figure: AddFigure,
  suffix: '' | '_pg',
  { store, asking }: { store: Store; asking: (restaurant: string) => Promise<Ask> },
): Promise<void> {
  const random = randomFrom(29);
  const customers = await fill(store, 'history', orders, random);
  for (let i = 1; i <= elsewhere.restaurants; i++) await fill(store, `history${i}`, elsewhere.orders, random);
  const began = performance.now();
  let indexed = 0;
  for (let some = -1; some !== 0; indexed += some) some = await indexOrders({ store, now: Date.now });
  const perSecond = indexed / ((performance.now() - began) / 1000);
  const ask = await asking('history');
  await look(ask, customers.slice(0, 50), randomFrom(31));
  const samples = await look(ask, customers, random);
  figure(`history_search_p50_ms${suffix}`, percentile(samples, 0.5), 'ms');
  figure(`history_search_p95_ms${suffix}`, percentile(samples, 0.95), 'ms', { goal: { atMost: 50 } });
  figure(`history_indexed_per_s${suffix}`, perSecond, '/s');
}

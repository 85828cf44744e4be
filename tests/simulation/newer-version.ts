// Says what a backend says as one of a later version would: with new keys everywhere, words and event types that
// nobody here knows, and orders that cannot be read. What it does is what it always did; only its words are others.
import type { Order, ReadStatus } from '../../contract/order.ts';
import { withNewKeys, withOrders } from '../support/newer-version.ts';
import type { Chance } from './chance.ts';
import { hash } from './chance.ts';

type Wire = Record<string, unknown>;

/** How much of it is new: shares of all objects, words and orders. */
export type Novelty = { keys: number; words: number; unreadable: number };

/** Which of an order's states cannot be read: some can be again later, some could be before. */
const spells: readonly ((status: ReadStatus) => boolean)[] = [
  () => true,
  (status) => status === 'new',
  (status) => status !== 'new',
  (status) => status === 'accepted',
];

/** What it is that cannot be read. Whatever it is, the id and the number are there. */
const garbled: readonly ((order: Wire) => Wire)[] = [
  (order) => ({ ...order, items: { count: 2 } }),
  ({ items: _items, ...order }) => order,
  (order) => ({ ...order, placedAt: 'this evening', ringAt: null }),
  ({ id, number, status }) => ({ id, number, status, lines: [] }),
  ({ id, number }) => ({ id, number }),
];

const newWords: Partial<Record<ReadStatus, string>> = {
  new: 'awaiting-check',
  accepted: 'in-the-oven',
  ready: 'on-the-shelf',
};

export class NewerVersion {
  readonly #seed: string;
  readonly #chance: Chance;
  readonly #novelty: Novelty;

  constructor(chance: Chance, novelty: Novelty) {
    this.#seed = chance.id();
    this.#chance = chance;
    this.#novelty = novelty;
  }

  /** An answer or an event as it goes over the wire. */
  asItSays<T>(told: T): T {
    const { keys } = this.#novelty;
    const orders = withOrders(told, (order) => this.order(order as unknown as Order) as Wire);
    return (keys === 0 ? orders : withNewKeys(orders, this.#chance.fraction, keys)) as T;
  }

  /** The same order in the same state is always said in the same way. */
  order(order: Order): unknown {
    const wire: Wire = { ...order, ...this.#strangeStatus(order), ...this.#strangeWords(order) };
    return this.isUnreadable(order) ? this.#pick(garbled, order, 'how')(wire) : wire;
  }

  isUnreadable(order: Order): boolean {
    return (
      this.#share(order, 'unreadable') < this.#novelty.unreadable &&
      this.#pick(spells, order, 'spell')(order.status)
    );
  }

  #strangeStatus(order: Order): Wire {
    const word = newWords[order.status];
    const strange = this.#share(order, `word ${order.status}`) < this.#novelty.words;
    return word !== undefined && strange ? { status: word } : {};
  }

  #strangeWords(order: Order): Wire {
    if (this.#share(order, 'words') >= this.#novelty.words) return {};
    return {
      fulfilment: { kind: 'drone', height: 30 },
      payment: { kind: 'voucher' },
      ...(order.toBeUnderstood === 'changed' ? { toBeUnderstood: 'moved' } : {}),
      acts: [
        ...order.acts.map((act) => ({ ...act, by: { ...act.by, kind: 'robot' } })),
        { what: 'weighed', at: order.placedAt, by: { kind: 'robot', name: 'Scales' } },
      ],
    };
  }

  #share(order: Order, what: string): number {
    const words = `${this.#seed} ${order.id} ${what}`;
    return hash(words, hash(words)) / 0x1_0000_0000;
  }

  #pick<T>(things: readonly T[], order: Order, what: string): T {
    return things[Math.floor(this.#share(order, what) * things.length)] as T;
  }
}

/** Events that this version knows nothing of, as a newer backend commits them between those that it does. */
export const newEventTypes = ['kitchen.temperature', 'courier.near', 'shift.began'] as const;

export function drawNovelty(chance: Chance, unreadable: boolean): Novelty {
  return {
    keys: chance.pick([0, 0.2, 1]),
    words: chance.pick([0, 0, 0.3, 0.8]),
    unreadable: unreadable ? chance.pick([0.2, 0.5, 1]) : 0,
  };
}

// How a console of this version may have read an order, by what backends of which versions have said of it so far.
import type { Order } from '../../contract/order.ts';
import { readOrder, type ReadOrder } from '../../contract/read-order.ts';
import type { Backend } from './backend.ts';
import type { NewerVersion } from './newer-version.ts';

export class Readings {
  readonly #backend: Backend;
  readonly #read = new WeakMap<Order, Map<NewerVersion | null, ReadOrder>>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** One for each version that has spoken since the order became what it is; the present one's is the last. */
  of(order: Order): ReadOrder[] {
    const { versions } = this.#backend;
    const said = this.#backend.saidAt.get(order) ?? 0;
    return versions
      .filter((_, at) => (versions[at + 1]?.from ?? Number.POSITIVE_INFINITY) > said)
      .map(({ newer }) => this.#readingOf(order, newer));
  }

  /** What every console that has heard of it has read; null where that is not the same for all. */
  sure(order: Order): ReadOrder | null {
    const [only, ...others] = this.of(order);
    return only === undefined || others.length > 0 ? null : only;
  }

  #readingOf(order: Order, newer: NewerVersion | null): ReadOrder {
    if (newer === null) return { kind: 'order', order };
    const known = this.#read.get(order) ?? new Map<NewerVersion | null, ReadOrder>();
    this.#read.set(order, known);
    const reading = known.get(newer) ?? readOrder(newer.order(order));
    known.set(newer, reading);
    return reading;
  }
}

/** Not known to be over, as far as that can be read. */
export const mayBeOpen = (reading: ReadOrder): boolean =>
  reading.kind === 'unreadable' &&
  (reading.status === null || !['collected', 'rejected', 'cancelled'].includes(reading.status));

/** Whoever had a copy of it is asked to say that they understood, also where the backend asks nobody. */
export const mayAskToBeUnderstood = (reading: ReadOrder): boolean =>
  mayBeOpen(reading) || (reading.kind === 'unreadable' && reading.toBeUnderstood !== null);

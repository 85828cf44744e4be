// How a console of this version may have read an order, by what backends of which versions have said of it so far.
import type { Order } from '../../contract/order.ts';
import { readOrder, type ReadOrder } from '../../contract/read-order.ts';
import type { Backend } from './backend.ts';
import type { Future } from './future.ts';

export class Readings {
  readonly #backend: Backend;
  readonly #read = new WeakMap<Order, Map<Future | null, ReadOrder>>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** One for each version that has spoken since the order became what it is; the present one's is the last. */
  of(order: Order): ReadOrder[] {
    const { voices } = this.#backend;
    const said = this.#backend.saidAt.get(order) ?? 0;
    return voices
      .filter((_, at) => (voices[at + 1]?.from ?? Number.POSITIVE_INFINITY) > said)
      .map(({ future }) => this.#readingOf(order, future));
  }

  /** What every console that has heard of it has read; null where that is not the same for all. */
  sure(order: Order): ReadOrder | null {
    const [only, ...others] = this.of(order);
    return only === undefined || others.length > 0 ? null : only;
  }

  #readingOf(order: Order, future: Future | null): ReadOrder {
    if (future === null) return { kind: 'order', order };
    const known = this.#read.get(order) ?? new Map<Future | null, ReadOrder>();
    this.#read.set(order, known);
    const reading = known.get(future) ?? readOrder(future.order(order));
    known.set(future, reading);
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

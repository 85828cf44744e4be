// Compares the orders that one console shows with the backend's log at the place where the console is.
import { isOpenOrder, type Order } from '../../contract/order.ts';
import type { ReadOrder } from '../../contract/read-order.ts';
import type { View } from '../../contract/view.ts';
import { alike } from './alike.ts';
import { home } from './backend.ts';
import type { Console, World } from './console.ts';
import { bookAt } from './database.ts';
import { mayAskToBeUnderstood, type Readings } from './readings.ts';
import { honestWithinMs } from './status-watch.ts';
import { ticketsOf, type Ticket } from './tickets.ts';

export class BookWatch {
  readonly #machine: Console;
  readonly #world: World;
  readonly #readings: Readings;
  /** The last place at which an order's copy here was found to equal the backend's. */
  readonly #equal = new WeakMap<object, Order>();

  constructor(machine: Console, world: World, readings: Readings) {
    this.#machine = machine;
    this.#world = world;
    this.#readings = readings;
  }

  sample(view: View): void {
    const seq = view.status.caughtUpTo;
    if (seq === null || view.status.word === 'starting') return;
    const present = this.#world.backend.log(home);
    const mayBeOld = this.#world.backend.lost.filter(
      (lost) => view.status.word !== 'live' || this.#world.timeline.now - lost.at < honestWithinMs,
    );
    let difference = '';
    for (const log of [present, ...mayBeOld.map((lost) => lost.log).toReversed()]) {
      const book = bookAt(log, seq);
      if (book === null) continue;
      const differs = this.#difference(view, book);
      if (differs === '') return;
      difference ||= differs;
    }
    if (difference !== '')
      this.#violated('no missed order', `${this.#machine.name} at ${seq}: ${difference}`);
  }

  #difference(view: View, book: ReadonlyMap<string, Order>): string {
    const shown = new Map(ticketsOf(view).map((each) => [each.id, each]));
    for (const order of book.values()) {
      const here = shown.get(order.id);
      // What is closed and understood is not in a snapshot: after one, a copy may tell an older story of it.
      const readings = this.#readings.of(order);
      if (!isOpenOrder(order)) {
        const over = !readings.some(mayAskToBeUnderstood);
        if (here !== undefined && here.pending === null && over && isOpenHere(here))
          return `${order.number} is ${here.order?.status ?? 'a bare ticket'} here and ${order.status} there`;
      } else if (here === undefined) {
        const handled = this.#machine.handled.has(order.id) && readings.some(mayAskToBeUnderstood);
        // Cancelled, and whether it was at work by then could not be read: it has stopped ringing.
        if (handled || (order.status === 'cancelled' && readings.some(({ kind }) => kind !== 'order')))
          continue;
        return `${order.number} (${order.status}) is missing`;
      } else if (here.order === null) {
        if (readings.every(({ kind }) => kind === 'order')) return `${order.number} is a bare ticket`;
      } else if (here.pending === null && !this.#same(here.order, order, readings))
        return `${order.number} is ${here.order.status} here and ${order.status} there, or differs otherwise`;
    }
    for (const ticket of shown.values())
      if (!book.has(ticket.id) && isOpenHere(ticket) && ticket.column !== 'closed')
        return `${ticket.number} (${ticket.order?.status ?? 'bare'}) is not in the backend's log`;
    return '';
  }

  /** Of one that could not be read an older copy is shown, or next to nothing. */
  #same(here: Order, there: Order, readings: readonly ReadOrder[]): boolean {
    if (this.#equal.get(here) === there) return true;
    const { answered: _, ...said } = here;
    const same = readings.some((reading) => reading.kind !== 'order' || alike(said, reading.order));
    if (same) this.#equal.set(here, there);
    return same;
  }

  #violated(promise: string, what: string): void {
    this.#world.violated(promise, what);
  }
}

const isOpenHere = ({ order }: Ticket): boolean => order === null || isOpenOrder(order);

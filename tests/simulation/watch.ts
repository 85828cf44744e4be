// Watches one console for broken promises: at random moments of a run, and once everything has healed.
import type { View } from '../../contract/view.ts';
import { AlertWatch } from './alert-watch.ts';
import { alike } from './alike.ts';
import { BellWatch } from './bell-watch.ts';
import { BookWatch } from './book-watch.ts';
import { ChatWatch } from './chat-watch.ts';
import type { Console, World } from './console.ts';
import { InboxWatch } from './inbox-watch.ts';
import { PressWatch } from './press-watch.ts';
import { Readings } from './readings.ts';
import { formerPeopleLeftNothing, leftNothing } from './right-ears.ts';
import { StatusWatch } from './status-watch.ts';
import { foreignEntriesStay } from './taken-back.ts';

/** What a machine that wakes up is given until it notices that it slept. */
const wakingMs = 1500;

export class Watch {
  readonly #machine: Console;
  readonly #world: World;
  readonly #book: BookWatch;
  readonly #status: StatusWatch;
  readonly #bell: BellWatch;
  readonly #presses: PressWatch;
  readonly #alerts: AlertWatch;
  readonly #inbox: InboxWatch | null;
  readonly #chats: ChatWatch | null;

  constructor(machine: Console, world: World) {
    this.#machine = machine;
    this.#world = world;
    const readings = new Readings(world.backend);
    this.#book = new BookWatch(machine, world, readings);
    this.#status = new StatusWatch(machine, world, readings);
    this.#bell = new BellWatch(machine, world);
    this.#presses = new PressWatch(machine, world);
    this.#alerts = new AlertWatch(machine, world);
    this.#inbox = world.backend.inboxes === null ? null : new InboxWatch(machine, world);
    this.#chats = world.backend.chats === null ? null : new ChatWatch(machine, world, world.backend.chats);
  }

  /** At random moments, while anything may be going wrong. */
  sample(): void {
    const { view, running, awakeSince } = this.#machine;
    if (view === null || !running || this.#world.timeline.now - awakeSince < wakingMs) return;
    this.#bell.lookAt(view);
    this.#book.sample(view);
    this.#status.sample(view);
    this.#bell.sample(view);
    this.#presses.sample(view);
    this.#alerts.sample(view, this.#bell.waiting);
    this.#inbox?.sample(view);
    this.#chats?.sample(view);
  }

  /** Everything has been well for a while. */
  settled(): void {
    const { view, name, process } = this.#machine;
    if (view === null || process === null)
      return this.#world.violated('no missed order', `${name} does not run after everything healed`);
    this.sample();
    for (const ended of this.#machine.ended) leftNothing(this.#machine, this.#world, ended, view);
    // Nobody is enrolled here any more: there is nothing else to promise.
    if (this.#machine.ended.length > 0 && view.device === null) return;
    formerPeopleLeftNothing(this.#machine, this.#world, view);
    if (this.#machine.ended.length === 0) foreignEntriesStay(this.#machine, this.#world);
    this.#status.settled(view);
    this.#presses.settled(view);
    this.#inbox?.settled(view);
    this.#chats?.settled(view);
    this.everyAlertOnce([...this.#world.backend.database.orders.values()].map((order) => order.number));
    this.#deltasAddUpTo(process.core.view());
  }

  everyAlertOnce(numbers: Iterable<string>): void {
    this.#alerts.settled(numbers);
  }

  /** Nothing is waiting any more: the bell has to be silent. */
  silent(since: number): void {
    this.#bell.silent(since);
    if (this.#machine.view?.device !== null) this.#chats?.heard();
  }

  #deltasAddUpTo(truth: View): void {
    const { view, name } = this.#machine;
    const sorted = (of: View): unknown => ({
      ...of,
      orders: of.orders.toSorted((a, b) => (a.order.id < b.order.id ? -1 : 1)),
      chats: of.chats.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    });
    if (view !== null && !alike(sorted(view), sorted(truth)))
      this.#world.violated('views', `${name}: the deltas do not add up to the view`);
  }
}

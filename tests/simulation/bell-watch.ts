// Checks that one console rings while an order waits to be heard, and only then.
import type { Order, Verb } from '../../contract/order.ts';
import type { View } from '../../contract/view.ts';
import type { Backend } from './backend.ts';
import { dawn } from './clock.ts';
import type { Console, World } from './console.ts';
import { ticketsOf } from './tickets.ts';

/** A snooze, and what sending it may add. */
const snoozeMs = 91_000;
/** The longest snooze that is believed, and a step of the ladder. */
const longestSilenceMs = 190_000 + 30_000;
/** The ladder's longest step, and what waits for a whole picture or a slow machine. */
const ringWithinMs = 30_000;
/** What somebody who answers an order leaves on it. */
const answering: ReadonlySet<string> = new Set<Verb>([
  'accept',
  'reject',
  'ready',
  'recall',
  'collect',
  'cancel',
  'understood',
]);

export class BellWatch {
  readonly #machine: Console;
  readonly #world: World;
  /** Since when this life, awake, has shown the order as waiting to be heard. */
  #waiting = new Map<string, number>();
  #life = 0;
  /** When a bare ticket's bell was last known to be stopped. */
  readonly #snoozedAt = new Map<string, number>();

  constructor(machine: Console, world: World) {
    this.#machine = machine;
    this.#world = world;
    machine.onView = (view) => this.lookAt(view);
    machine.onRing = (sound) => {
      if (isBell(sound)) world.timeline.after(0, () => this.#rangForSomething());
    };
  }

  /** The orders that are shown as waiting to be heard, and since when. */
  get waiting(): ReadonlyMap<string, number> {
    return this.#waiting;
  }

  get #backend(): Backend {
    return this.#world.backend;
  }

  get #now(): number {
    return this.#world.timeline.now;
  }

  lookAt(view: View): void {
    const { life } = this.#machine.process ?? { life: 0 };
    if (life !== this.#life) {
      this.#life = life;
      this.#waiting.clear();
    }
    const wall = this.#world.timeline.wall();
    const waiting = new Map<string, number>();
    for (const { id, order, column } of ticketsOf(view)) {
      // Gone from the backend, and still here for what was pressed on it.
      if (column === 'closed') continue;
      if (order === null) {
        if (column === 'new') waiting.set(id, this.#waiting.get(id) ?? this.#now);
        continue;
      }
      if (!this.#isUnanswered(order)) continue;
      // A console that just started knows the time from its machine alone, until a beat tells it.
      const scheduled = Date.parse(order.ringAt) > Date.parse(order.placedAt) + 1000;
      if (scheduled && Date.parse(order.ringAt) > wall - this.#machine.clock.swing) continue;
      waiting.set(order.id, this.#waiting.get(order.id) ?? this.#now);
    }
    this.#waiting = waiting;
  }

  /** Also one whose status nobody here knows, until somebody has answered it: then somebody has to have done so. */
  #isUnanswered({ id, number, status, answered }: Order): boolean {
    if (status !== 'new' && status !== 'unknown') return false;
    if (answered === true && !this.#wasAnswered(id))
      this.#violated('no missed order', `${this.#machine.name}: nobody has answered ${number}`);
    return answered !== true;
  }

  #wasAnswered(id: string): boolean {
    const told = this.#backend.database.orders.get(id);
    return (
      this.#backend.generation > 1 ||
      this.#machine.handled.has(id) ||
      this.#machine.presses.some((press) => press.order === id && press.verb !== 'stop-bell') ||
      (told !== undefined && told.acts.some(({ what }) => answering.has(what)))
    );
  }

  #rangForSomething(): void {
    const { view, running, name, toasts } = this.#machine;
    if (view === null || !running) return;
    // A doorbell whose list could not be read rings for an order that nobody knows yet.
    if (toasts.some((asked) => asked.toast.id.startsWith('doorbell:'))) return;
    const wall = this.#world.timeline.wall();
    // Until a beat has told it the time, a console goes by its machine's clock.
    const soon = wall + this.#machine.clock.swing + 2000;
    const reason = ticketsOf(view).some(({ order, column }) =>
      order === null ? column === 'new' : this.#isUnanswered(order) && Date.parse(order.ringAt) <= soon,
    );
    if (!reason) this.#violated('alerts', `${name} rings although it shows no order that is new and due`);
  }

  /** Rings at least every 15 s, but for a snooze, and that has an end. */
  sample(view: View): void {
    const life = this.#machine.process?.life;
    const last = this.#machine.rings.findLast((ring) => ring.life === life && isBell(ring.sound));
    for (const { id, number, order } of ticketsOf(view)) {
      const since = this.#waiting.get(id);
      if (since === undefined) continue;
      const snoozedUntil = order === null ? this.#bareSnoozedUntil(id) : order.snoozedUntil;
      const snoozed = snoozedUntil === null ? 0 : Date.parse(snoozedUntil) - dawn;
      // A console that was started offline under a wrong clock counts a snooze by that clock, and it lasts as long.
      const ends = snoozed - (this.#machine.clock.offset + view.skewMs);
      if (order === null && snoozed > this.#now) this.#snoozedAt.set(id, this.#now);
      const wasSnoozed = this.#snoozedAt.get(id) ?? 0;
      const { awakeSince, clock } = this.#machine;
      // That the clock was set is noticed with the next thing that happens, and until then its snooze went by the old one.
      const quietFrom = Math.max(since, last?.at ?? 0, awakeSince, clock.setAt, snoozed, ends, wasSnoozed);
      if (this.#now - quietFrom > ringWithinMs)
        this.#violated(
          'no missed order',
          `${this.#machine.name}: ${number} is new, and nothing rang for ${Math.round((this.#now - quietFrom) / 1000)} s`,
        );
      const heard = Math.max(since, last?.at ?? 0, this.#machine.awakeSince);
      if (this.#now - heard > longestSilenceMs)
        this.#violated(
          'no missed order',
          `${this.#machine.name}: ${number} was silent for ${Math.round((this.#now - heard) / 1000)} s, which no snooze may be`,
        );
      if (snoozed > this.#now + snoozeMs + this.#machine.clock.wandered)
        this.#violated('no missed order', `${this.#machine.name}: ${number} is to be silent for too long`);
    }
  }

  /** A bare ticket does not say it: as the backend has it, or as it was pressed here. */
  #bareSnoozedUntil(id: string): string | null {
    const there = this.#backend.database.orders.get(id)?.snoozedUntil ?? null;
    const here = this.#machine.stoppedBellAt;
    if (here === null) return there;
    const until = new Date(dawn + here + snoozeMs).toISOString();
    return there !== null && there > until ? there : until;
  }

  /** Nothing is waiting any more: the bell has to be silent. */
  silent(since: number): void {
    const rang = this.#machine.rings.find((ring) => ring.at > since && isBell(ring.sound));
    if (rang !== undefined)
      this.#violated('alerts', `${this.#machine.name} rang at ${rang.at} although every order was accepted`);
  }

  #violated(promise: string, what: string): void {
    this.#world.violated(promise, what);
  }
}

function isBell(sound: string): boolean {
  return sound === 'first' || sound === 'second';
}

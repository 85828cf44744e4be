// The promises, as checks of what one console shows and does against what the backend knows.
import { isOpenOrder, type Order, type Verb } from '../../contract/order.ts';
import type { ReadOrder } from '../../contract/read-order.ts';
import type { View } from '../../contract/view.ts';
import { AlertWatch } from './alert-watch.ts';
import type { Backend } from './backend.ts';
import { dawn } from './clock.ts';
import { home } from './backend.ts';
import type { Console, Press, World } from './console.ts';
import { bookAt } from './ledger.ts';
import { mayAskToBeUnderstood, mayBeOpen, Readings } from './readings.ts';
import { formerPeopleLeftNothing, leftNothing } from './right-ears.ts';
import { foreignEntriesStay } from './taken-back.ts';
import { ticketOf, ticketsOf, type Ticket } from './tickets.ts';

/** Never "live" while an event committed longer ago than this is not applied. */
const honestWithinMs = 15_000;
/** A snooze, and what sending it may add. */
const snoozeMs = 91_000;
/** The longest snooze that is believed, and a step of the ladder. */
const longestSilenceMs = 190_000 + 30_000;
/** The ladder's longest step, and what waits for a whole picture or a slow machine. */
const ringWithinMs = 30_000;
/** Whatever was pressed until a console whose session was ended knew that it was. */
const toldWithinMs = 120_000;
/** When nothing is wrong, an event is here in this time. */
const settledMs = 2000;
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
/** What a machine that wakes up is given until it notices that it slept. */
const wakingMs = 1500;

export class Watch {
  readonly #machine: Console;
  readonly #world: World;
  /** Since when this life, awake, has shown the order as waiting to be heard. */
  #waiting = new Map<string, number>();
  #life = 0;
  /** When a bare ticket's bell was last known to be stopped. */
  readonly #snoozedAt = new Map<string, number>();
  /** The last place at which an order's copy here was found to equal the backend's. */
  readonly #equal = new WeakMap<object, Order>();
  readonly #alerts: AlertWatch;
  readonly #readings: Readings;

  constructor(machine: Console, world: World) {
    this.#machine = machine;
    this.#world = world;
    this.#alerts = new AlertWatch(machine, world);
    this.#readings = new Readings(world.backend);
    machine.onView = (view) => this.#lookAt(view);
    machine.onRing = (sound) => {
      if (isBell(sound)) world.timeline.after(0, () => this.#rangForSomething());
    };
  }

  get #backend(): Backend {
    return this.#world.backend;
  }

  get #now(): number {
    return this.#world.timeline.now;
  }

  /** At random moments, while anything may be going wrong. */
  sample(): void {
    const { view } = this.#machine;
    if (view === null || !this.#machine.running || this.#now - this.#machine.awakeSince < wakingMs) return;
    this.#lookAt(view);
    this.#bookIsTheBackends(view);
    this.#liveIsLive(view);
    this.#nobodyWaitsInSilence(view);
    this.#unsentIsShown(view);
    this.#alerts.sample(view, this.#waiting);
  }

  /** Everything has been well for a while. */
  settled(): void {
    const { view, name, process } = this.#machine;
    if (view === null || process === null)
      return this.#violated('no missed order', `${name} does not run after everything healed`);
    this.sample();
    for (const ended of this.#machine.ended) leftNothing(this.#machine, this.#world, ended, view);
    // Nobody is enrolled here any more: there is nothing else to promise.
    if (this.#machine.ended.length > 0 && view.device === null) return;
    formerPeopleLeftNothing(this.#machine, this.#world, view);
    if (this.#machine.ended.length === 0) foreignEntriesStay(this.#machine, this.#world);
    this.#saysWhatIsSo(view);
    const { reign, commits } = this.#backend;
    const last = commits.findLast(
      (commit) => commit.reign === reign && commit.stream === home && commit.at < this.#now - settledMs,
    );
    if ((view.status.caughtUpTo ?? 0) < (last?.seq ?? 0))
      this.#violated(
        'no missed order',
        `${name} is caught up to ${view.status.caughtUpTo}, the backend was at ${last?.seq} long ago`,
      );
    for (const shown of ticketsOf(view))
      if (shown.pending !== null && shown.pending.state !== 'refused')
        this.#violated(
          'no lost action',
          `${name} still shows ${shown.pending.verb} of ${shown.number} as ${shown.pending.state}`,
        );
    for (const press of this.#machine.presses) this.#tookEffectOnce(press);
    this.#nothingNobodyPressed();
    this.everyAlertOnce([...this.#backend.ledger.orders.values()].map((order) => order.number));
    this.#deltasAddUpTo(process.core.view());
  }

  /** A backend of a later version is no trouble that heals. What it says and nobody here can read takes the word. */
  #saysWhatIsSo({ status: { word } }: View): void {
    const { name } = this.#machine;
    const unreadable = this.#surelyUnreadable(this.#now - honestWithinMs);
    if (word !== 'live' && word !== 'needs-update')
      this.#violated('honest status', `${name} says ${word} although everything is well`);
    const perhaps = [...this.#backend.ledger.orders.values()].some((order) =>
      this.#readings.of(order).some(mayAskToBeUnderstood),
    );
    if (word === 'needs-update' && !perhaps)
      this.#violated('honest status', `${name} says ${word}, and every order can be read`);
    if (word === 'live' && unreadable.length > 0)
      this.#violated('honest status', `${name} says live, and cannot read ${unreadable[0]?.number}`);
    const beat = this.#backend.beats.findLast(({ device }) => this.#machine.deviceIds().includes(device));
    if (beat?.live !== true)
      this.#violated('honest status', `${name} tells the backend that it hears nothing, and says ${word}`);
  }

  everyAlertOnce(numbers: Iterable<string>): void {
    this.#alerts.settled(numbers);
  }

  /** Nothing is waiting any more: the bell has to be silent. */
  silent(since: number): void {
    const rang = this.#machine.rings.find((ring) => ring.at > since && isBell(ring.sound));
    if (rang !== undefined)
      this.#violated('alerts', `${this.#machine.name} rang at ${rang.at} although every order was accepted`);
  }

  #lookAt(view: View): void {
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
    const told = this.#backend.ledger.orders.get(id);
    return (
      this.#backend.reign > 1 ||
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

  #bookIsTheBackends(view: View): void {
    const seq = view.status.caughtUpTo;
    if (seq === null || view.status.word === 'starting') return;
    const present = this.#backend.log(home);
    const mayBeOld = this.#backend.lost.filter(
      (lost) => view.status.word !== 'live' || this.#now - lost.at < honestWithinMs,
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

  #liveIsLive(view: View): void {
    if (view.status.word !== 'live') return;
    const { reign, commits } = this.#backend;
    const limit = this.#now - honestWithinMs;
    const lost = this.#backend.lost.at(-1);
    if (lost !== undefined && lost.at > limit) return;
    const unreadable = this.#surelyUnreadable(limit)[0];
    if (unreadable !== undefined)
      this.#violated(
        'honest status',
        `${this.#machine.name} says live, and cannot read ${unreadable.number} of ${Math.round(this.#backend.saidAt.get(unreadable) ?? 0)}`,
      );
    const applied = view.status.caughtUpTo ?? 0;
    for (let at = commits.length - 1; at >= 0; at -= 1) {
      const commit = commits[at]!;
      if (commit.reign !== reign) break;
      if (commit.stream !== home || commit.at > limit) continue;
      if (commit.seq > applied)
        this.#violated(
          'honest status',
          `${this.#machine.name} says live at ${applied}, but ${commit.seq} was committed ${Math.round(this.#now - commit.at)} ms ago`,
        );
      break;
    }
  }

  /** Open orders that no console can have read as they have been since before that moment. */
  #surelyUnreadable(before: number): Order[] {
    if (this.#backend.voices.length === 1) return [];
    return [...this.#backend.ledger.orders.values()].filter((order) => {
      const reading = this.#readings.sure(order);
      return (
        isOpenOrder(order) &&
        (this.#backend.saidAt.get(order) ?? 0) < before &&
        reading !== null &&
        mayBeOpen(reading) &&
        !this.#machine.handled.has(order.id)
      );
    });
  }

  /** Rings at least every 15 s, but for a snooze, and that has an end. */
  #nobodyWaitsInSilence(view: View): void {
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
    const there = this.#backend.ledger.orders.get(id)?.snoozedUntil ?? null;
    const here = this.#machine.stoppedBellAt;
    if (here === null) return there;
    const until = new Date(dawn + here + snoozeMs).toISOString();
    return there !== null && there > until ? there : until;
  }

  #unsentIsShown(view: View): void {
    for (const press of this.#machine.presses) {
      if (press.answered !== 'ok' || press.undo !== null || press.dismissed) continue;
      if (this.#machine.forgot(press) || this.#machine.ended.length > 0) continue;
      if (!this.#backend.ledger.orders.has(press.order)) continue;
      const shown = ticketOf(view, press.order);
      if (shown === undefined && this.#machine.handled.has(press.order)) continue;
      const taken = this.#backend.taken.some((each) => each.key === press.command);
      if (!taken && shown?.pending == null)
        this.#violated(
          'no lost action',
          `${this.#machine.name}: ${press.verb} (${press.command}) was not sent, and the screen does not say so`,
        );
      if (!taken && shown?.pending?.state === 'sent' && shown.pending.command === press.command)
        this.#violated(
          'no lost action',
          `${this.#machine.name} says ${press.verb} was sent, but the backend never took it`,
        );
    }
  }

  #tookEffectOnce(press: Press): void {
    if (press.answered !== 'ok' || this.#machine.forgot(press)) return;
    if (this.#machine.ended.some((ended) => ended.at + toldWithinMs > press.at)) return;
    const { name, view } = this.#machine;
    const taken = this.#backend.taken.filter((each) => each.key === press.command);
    const effects = taken.filter((each) => each.outcome === 'changed');
    for (const each of effects)
      if (effects.some((other) => other !== each && other.reign === each.reign))
        this.#violated('no lost action', `${name}: ${press.verb} (${press.command}) took effect twice`);
    const shown = ticketOf(view, press.order);
    const told =
      press.dismissed || shown?.pending?.state === 'refused' || this.#machine.handled.has(press.order);
    if (press.undo === 'ok') {
      const current = this.#backend.ledger.orders.get(press.order);
      const lastCause = this.#backend
        .log(home)
        .events.findLast((event) => event.order?.['id'] === press.order && event.cause !== undefined)?.cause;
      // A recall that was carried out, and lost with its database afterwards, is nobody's fault here.
      const first = effects[0]?.at ?? Number.POSITIVE_INFINITY;
      const recalled = this.#backend.taken.some(
        (each) => each.verb === 'recall' && each.order === press.order && each.at > first,
      );
      const stands = lastCause === press.command && !(recalled && effects.length === 1);
      if (stands && current?.status === 'ready' && !told)
        this.#violated(
          'no lost action',
          `${name}: ${press.verb} (${press.command}) was taken back, and took effect`,
        );
      return;
    }
    if (press.undo !== null || told || taken.some((each) => each.outcome !== 'refused')) return;
    // The order itself went away with a database that was put back.
    if (!this.#backend.ledger.orders.has(press.order)) return;
    this.#violated(
      'no lost action',
      `${name}: ${press.verb} (${press.command}) ${taken.length === 0 ? 'never took effect' : 'was refused'}, and nothing on the screen tells`,
    );
  }

  /** One press, one effect: a second key for the same press would slip past the backend. */
  #nothingNobodyPressed(): void {
    const { name, presses } = this.#machine;
    const devices = new Set(this.#machine.deviceIds());
    const budget = new Map<string, number>();
    const slot = (order: string, verb: string): string => `${order} ${verb}`;
    for (const press of presses) {
      for (const verb of press.undo === null ? [press.verb] : [press.verb, 'recall'])
        budget.set(slot(press.order, verb), (budget.get(slot(press.order, verb)) ?? 0) + 1);
    }
    const counted = new Set<string>();
    for (const each of this.#backend.taken) {
      if (each.device === null || !devices.has(each.device) || each.outcome !== 'changed') continue;
      if (each.verb === 'stop-bell' || counted.has(each.key)) continue;
      counted.add(each.key);
      const left = (budget.get(slot(each.order, each.verb)) ?? 0) - 1;
      budget.set(slot(each.order, each.verb), left);
      if (left < 0)
        this.#violated(
          'no lost action',
          `${name}: the backend took ${each.verb} of ${this.#backend.ledger.orders.get(each.order)?.number} more often than it was pressed`,
        );
    }
  }

  #deltasAddUpTo(truth: View): void {
    const { view, name } = this.#machine;
    const sorted = (of: View): unknown => ({
      ...of,
      orders: of.orders.toSorted((a, b) => (a.order.id < b.order.id ? -1 : 1)),
    });
    if (view !== null && !alike(sorted(view), sorted(truth)))
      this.#violated('views', `${name}: the deltas do not add up to the view`);
  }

  #violated(promise: string, what: string): void {
    this.#world.violated(promise, what);
  }
}

const isOpenHere = ({ order }: Ticket): boolean => order === null || isOpenOrder(order);

export function isBell(sound: string): boolean {
  return sound === 'first' || sound === 'second';
}

/** Deep equality; a field that is undefined is one that is not there. */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
    if (!alike(left[key], right[key])) return false;
  return true;
}

// Checks that one console's status word is true: "live" only while everything committed is here and can be read.
import { isOpenOrder, type Order } from '../../contract/order.ts';
import type { View } from '../../contract/view.ts';
import { home, type Backend } from './backend.ts';
import type { Console, World } from './console.ts';
import { mayAskToBeUnderstood, mayBeOpen, type Readings } from './readings.ts';

/** Never "live" while an event committed longer ago than this is not applied. */
export const honestWithinMs = 15_000;
/** When nothing is wrong, an event is here in this time. */
const settledMs = 2000;

export class StatusWatch {
  readonly #machine: Console;
  readonly #world: World;
  readonly #readings: Readings;

  constructor(machine: Console, world: World, readings: Readings) {
    this.#machine = machine;
    this.#world = world;
    this.#readings = readings;
  }

  get #backend(): Backend {
    return this.#world.backend;
  }

  get #now(): number {
    return this.#world.timeline.now;
  }

  sample(view: View): void {
    if (view.status.word !== 'live') return;
    const { generation, commits } = this.#backend;
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
      if (commit.generation !== generation) break;
      if (commit.stream !== home || commit.at > limit) continue;
      if (commit.seq > applied)
        this.#violated(
          'honest status',
          `${this.#machine.name} says live at ${applied}, but ${commit.seq} was committed ${Math.round(this.#now - commit.at)} ms ago`,
        );
      break;
    }
  }

  /** Everything has been well for a while. */
  settled(view: View): void {
    this.#saysWhatIsSo(view);
    this.#isCaughtUp(view);
  }

  /** A backend of a later version is no trouble that heals. What it says and nobody here can read takes the word. */
  #saysWhatIsSo({ status: { word } }: View): void {
    const { name } = this.#machine;
    const unreadable = this.#surelyUnreadable(this.#now - honestWithinMs);
    if (word !== 'live' && word !== 'needs-update')
      this.#violated('honest status', `${name} says ${word} although everything is well`);
    const perhaps = [...this.#backend.database.orders.values()].some((order) =>
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

  #isCaughtUp(view: View): void {
    const { generation, commits } = this.#backend;
    const last = commits.findLast(
      (commit) =>
        commit.generation === generation && commit.stream === home && commit.at < this.#now - settledMs,
    );
    if ((view.status.caughtUpTo ?? 0) < (last?.seq ?? 0))
      this.#violated(
        'no missed order',
        `${this.#machine.name} is caught up to ${view.status.caughtUpTo}, the backend was at ${last?.seq} long ago`,
      );
  }

  /** Open orders that no console can have read as they have been since before that moment. */
  #surelyUnreadable(before: number): Order[] {
    if (this.#backend.versions.length === 1) return [];
    return [...this.#backend.database.orders.values()].filter((order) => {
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

  #violated(promise: string, what: string): void {
    this.#world.violated(promise, what);
  }
}

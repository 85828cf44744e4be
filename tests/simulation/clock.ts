// Virtual time: one timeline for the whole world, and per machine a clock that may be wrong, jump and sleep.
import type { Clock, Timer } from '../../core/ports/clock.ts';

/** The true time at which every run begins. */
export const dawn = Date.UTC(2026, 2, 14, 17, 0, 0);

type Entry = { at: number; order: number; run: (() => void) | null };

/** Everything that was waiting only on promises has run when this resolves; no real timer is involved. */
const promisesDone = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

export class Timeline {
  now = 0;
  happened = 0;
  readonly #heap: Entry[] = [];
  #order = 0;
  #stopped = false;

  /** True wall time in ms since 1970. */
  wall(): number {
    return dawn + this.now;
  }

  after(ms: number, run: () => void): Timer {
    return this.at(this.now + (ms > 0 ? ms : 0), run);
  }

  at(at: number, run: () => void): Timer {
    this.#order += 1;
    const entry: Entry = { at: Math.max(at, this.now), order: this.#order, run };
    this.#push(entry);
    return {
      cancel() {
        entry.run = null;
      },
    };
  }

  /** Nothing happens any more. */
  stop(): void {
    this.#stopped = true;
  }

  /** Lets the world go on until that moment. Promise chains end before the next thing happens. */
  async runUntil(end: number): Promise<void> {
    await promisesDone();
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > end || this.#stopped) break;
      this.#pop();
      const { run } = next;
      if (run === null) continue;
      next.run = null;
      this.now = next.at;
      this.happened += 1;
      run();
      await promisesDone();
    }
    this.now = end;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!before(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      const below = heap[child] as Entry;
      if (!before(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

type Held = { run: () => void; due: number; timer: Timer | null };

/** The clock of one machine. `keepsCounting`: its monotonic clock goes on in sleep, as some systems' do. */
export class MachineClock {
  asleep = false;
  /** When it was last set, right or wrong. */
  setAt = 0;
  readonly #timeline: Timeline;
  readonly #keepsCounting: boolean;
  #offset: number;
  readonly #offsets: number[];
  #slept = 0;
  #sleptSince = 0;
  #sleptInAll = 0;
  readonly #held = new Set<Held>();

  constructor(timeline: Timeline, offset: number, keepsCounting: boolean) {
    this.#timeline = timeline;
    this.#offset = offset;
    this.#offsets = [0, offset];
    this.#keepsCounting = keepsCounting;
  }

  /** How far the wall clock is ahead of the true time. */
  get offset(): number {
    return this.#offset;
  }

  setOffset(ms: number): void {
    this.setAt = this.#timeline.now;
    this.#offsets.push(ms);
    this.#offset = ms;
  }

  /** How far a clock that was once right may be wrong now: as far as it ever was set. */
  get swing(): number {
    return Math.max(...this.#offsets) - Math.min(...this.#offsets);
  }

  /** How far it was set in all: a console that cannot tell being set forward from sleep believes each of them. */
  get wandered(): number {
    return this.#offsets.reduce(
      (sum, offset, at) => sum + Math.abs(offset - (this.#offsets[at - 1] ?? offset)),
      0,
    );
  }

  /** The clock as one process sees it; after `ended` nothing of it runs any more. */
  port(): { clock: Clock; ended(): void } {
    let alive = true;
    const mine = new Set<Held>();
    return {
      clock: {
        now: () => Math.round(this.#timeline.wall() + this.#offset),
        monotonic: () => this.monotonic(),
        after: (ms, run) => {
          if (!alive) return { cancel: () => undefined };
          const held: Held = {
            due: this.monotonic() + Math.max(0, ms || 0),
            timer: null,
            run: () => undefined,
          };
          held.run = () => {
            this.#held.delete(held);
            mine.delete(held);
            if (alive) run();
          };
          this.#held.add(held);
          mine.add(held);
          if (!this.asleep) this.#arm(held);
          return {
            cancel: () => {
              held.timer?.cancel();
              this.#held.delete(held);
              mine.delete(held);
            },
          };
        },
      },
      ended: () => {
        alive = false;
        for (const held of mine) {
          held.timer?.cancel();
          this.#held.delete(held);
        }
        mine.clear();
      },
    };
  }

  /** How long the machine has been awake in all: only then its processes and its disk get on with anything. */
  get awakeFor(): number {
    const asleepNow = this.asleep ? this.#timeline.now - this.#sleptSince : 0;
    return this.#timeline.now - this.#sleptInAll - asleepNow;
  }

  monotonic(): number {
    const asleepNow = this.asleep && !this.#keepsCounting ? this.#timeline.now - this.#sleptSince : 0;
    return this.#timeline.now - this.#slept - asleepNow;
  }

  sleep(): void {
    if (this.asleep) return;
    this.#sleptSince = this.#timeline.now;
    this.asleep = true;
    for (const held of this.#held) held.timer?.cancel();
  }

  wake(): void {
    if (!this.asleep) return;
    this.#sleptInAll += this.#timeline.now - this.#sleptSince;
    if (!this.#keepsCounting) this.#slept += this.#timeline.now - this.#sleptSince;
    this.asleep = false;
    for (const held of this.#held) this.#arm(held);
  }

  #arm(held: Held): void {
    held.timer = this.#timeline.after(held.due - this.monotonic(), held.run);
  }
}

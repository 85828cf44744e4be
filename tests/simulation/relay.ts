// Carries committed events to Pusher: per stream in order, one request under way, at least once.
import type { StreamName } from '../../contract/streams.ts';
import type { Backend } from './backend.ts';
import type { Chance } from './chance.ts';
import { headSeq } from './database.ts';
import type { PusherService } from './pusher.ts';

export class Relay {
  /** Ms from commit to trigger, at most. */
  slowest = 20;
  readonly #busy = new Set<StreamName>();
  readonly #backend: Backend;
  readonly #pusher: PusherService;
  readonly #chance: Chance;

  constructor(backend: Backend, pusher: PusherService, chance: Chance) {
    this.#backend = backend;
    this.#pusher = pusher;
    this.#chance = chance;
    backend.onCommit = (stream) => this.wake(stream);
  }

  wake(stream: StreamName): void {
    const backend = this.#backend;
    if (this.#busy.has(stream) || !backend.up) return;
    const log = backend.log(stream);
    const first = log.published + 1;
    const last = Math.min(headSeq(log), log.published + 10);
    if (last < first) return;
    this.#busy.add(stream);
    const { life, generation } = backend;
    backend.timeline.after(this.#chance.between(1, this.slowest), () => {
      this.#busy.delete(stream);
      // The backend was killed while the request was under way: it may have reached Pusher all the same.
      const died = backend.life !== life;
      if (died && this.#chance.happens(0.5)) return this.wake(stream);
      if (backend.generation !== generation) return this.wake(stream);
      if (!this.#pusher.up) {
        this.#busy.add(stream);
        backend.timeline.after(this.#chance.between(500, 2000), () => {
          this.#busy.delete(stream);
          this.wake(stream);
        });
        return;
      }
      for (let seq = first; seq <= last; seq += 1) {
        const event = backend.wire(stream, seq);
        if (event !== undefined) this.#pusher.publish(backend.channelOf(stream), event.type, event);
      }
      if (!died) log.published = last;
      this.wake(stream);
    });
  }
}

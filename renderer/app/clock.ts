// The window's one ticking clock, in the backend's time, so that ages agree with everybody else's.
export type Clock = {
  /** The backend's time in ms, as of the last tick. */
  now(): number;
  subscribe(listener: () => void): () => void;
  setSkew(ms: number): void;
  /** Nobody looks: no ticks until somebody does. */
  pause(): void;
  resume(): void;
};

type Source = { now(): number; every(ms: number, run: () => void): () => void };

const tickMs = 1000;

export function createClock(source: Source): Clock {
  const listeners = new Set<() => void>();
  let skew = 0;
  let current = source.now();
  let stop: (() => void) | null = null;
  let paused = false;

  function tick(): void {
    const next = source.now() + skew;
    if (next === current) return;
    current = next;
    for (const listener of listeners) listener();
  }

  function arrange(): void {
    const wanted = listeners.size > 0 && !paused;
    if (wanted && stop === null) stop = source.every(tickMs, tick);
    else if (!wanted && stop !== null) {
      stop();
      stop = null;
    }
  }

  return {
    now: () => current,
    subscribe(listener) {
      listeners.add(listener);
      arrange();
      return () => {
        listeners.delete(listener);
        arrange();
      };
    },
    setSkew(ms) {
      if (ms === skew) return;
      skew = ms;
      tick();
    },
    pause() {
      paused = true;
      arrange();
    },
    resume() {
      paused = false;
      arrange();
      tick();
    },
  };
}

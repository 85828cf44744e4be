// The machine's clock and timers, behind the core's port.
import type { Clock } from '../../core/ports/clock.ts';

/** setTimeout fires at once above this; whoever waits longer is woken in between and goes on waiting. */
const longestTimeoutMs = 2 ** 31 - 1;

export function createClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(ms, run) {
      const due = performance.now() + ms;
      let timer: NodeJS.Timeout;
      const wait = () => {
        const left = due - performance.now();
        // Timers may fire a fraction of a millisecond early; nobody minds that.
        timer = setTimeout(
          left > longestTimeoutMs ? wait : run,
          Math.min(Math.max(left, 0), longestTimeoutMs),
        );
      };
      wait();
      return { cancel: () => clearTimeout(timer) };
    },
  };
}

// Measures this process (CPU, memory, open files, event loop, garbage collection) from the first time somebody asks.
import { collectDefaultMetrics, Registry } from 'prom-client';

let figures: Registry | undefined;

/** One for the process, however many backends are in it; whoever is never asked measures nothing. */
export function processFigures(): Registry {
  if (figures === undefined) {
    figures = new Registry();
    collectDefaultMetrics({ register: figures });
  }
  return figures;
}

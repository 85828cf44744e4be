// Runs one seed: one in eight is a restaurant that keeps an order system which has no log.
import { runWithoutLog } from './run-without-log.ts';
import { run, type RunOptions, type Verdict } from './run.ts';

export function runSeed(options: RunOptions): Promise<Verdict> {
  return options.seed % 8 === 0 ? runWithoutLog(options) : run(options);
}

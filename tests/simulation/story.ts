// Which story a seed tells: one in eight is of a restaurant that keeps the order system it had.
import { runExisting } from './existing-run.ts';
import { run, type RunOptions, type Verdict } from './run.ts';

export function tell(options: RunOptions): Promise<Verdict> {
  return options.seed % 8 === 0 ? runExisting(options) : run(options);
}

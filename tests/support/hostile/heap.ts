// How much memory is really in use: after everything that nobody holds any more is gone.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export function heapInUse(): number {
  for (let n = 0; n < 3; n += 1) collect();
  return process.memoryUsage().heapUsed;
}

// How much memory a running console's main process really uses, and how many handles it holds.
import { readdirSync } from 'node:fs';
import type * as V8 from 'node:v8';
import type * as Vm from 'node:vm';
import type { ElectronApplication } from 'playwright';

/** Once everything that nobody holds any more is gone. */
export const heapOf = (app: ElectronApplication): Promise<number> =>
  app.evaluate(async () => {
    const of = <T>(name: string) =>
      (process as unknown as { getBuiltinModule(name: string): T }).getBuiltinModule(name);
    of<typeof V8>('node:v8').setFlagsFromString('--expose-gc');
    const collect = of<typeof Vm>('node:vm').runInNewContext('gc') as () => void;
    // What ended in this turn of the loop is let go of in the next.
    for (let n = 0; n < 4; n += 1) {
      await new Promise((resolve) => void setImmediate(resolve));
      collect();
    }
    return process.memoryUsage().heapUsed;
  });

export const handlesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

// What a console costs while it waits for orders, beside the emptiest tray application there can be: each alone.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sandboxWords } from '../../../build/desktop.mjs';
import { projectRoot } from '../../../build/paths.mjs';
import { startProcess } from '../../../build/processes.mjs';
import { startBackend } from '../../support/backend.ts';
import { runtimePath, spawnConsole } from '../../support/console.ts';
import { startDesktop, type Desktop } from '../../support/desktop.ts';
import type { AddFigure } from '../harness.ts';
import { cpuSeconds, pssMb } from './process-group.ts';

/** After ten seconds it looks once whether the bell would be heard, for which it opens the bell's page for a moment. */
const settleMs = 35_000;
const watchMs = 60_000;

async function emptyTrayApp({ env }: Desktop): Promise<number> {
  const app = path.join(projectRoot, 'tests/bench/console/empty-tray-app');
  const running = startProcess(await runtimePath(), [...sandboxWords(), app], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      running.child.stdout?.on('data', (chunk) => String(chunk).includes('ready') && resolve());
      running.ended.then(() => reject(new Error('The empty tray application ended.')), reject);
    });
    await pause(settleMs);
    return pssMb(running.child.pid ?? 0);
  } finally {
    await running.stop();
  }
}

export async function whileWaiting(figure: AddFigure): Promise<void> {
  const desktop = await startDesktop();
  const backend = await startBackend();
  try {
    const empty = await emptyTrayApp(desktop);
    const counter = await spawnConsole({ env: desktop.env, backend, words: ['--hidden'] });
    try {
      await counter.log.wait('status.changed', { status: 'live' });
      await pause(settleMs);
      const waiting = pssMb(counter.pid);
      figure('memory_empty_tray_mb', empty, 'MB');
      figure('memory_waiting_mb', waiting, 'MB');
      figure('idle_mem_ratio', waiting / empty, 'times', { goal: { atMost: 1.15 } });
      const [spent, began] = [cpuSeconds(counter.pid), performance.now()];
      await pause(watchMs);
      const seconds = (performance.now() - began) / 1000;
      figure('idle_cpu_pct', ((cpuSeconds(counter.pid) - spent) / seconds) * 100, '% of a core', {
        goal: { atMost: 0.3 },
      });
    } finally {
      await counter.stop();
    }
  } finally {
    await backend.stop();
    await desktop.stop();
  }
}

// Counterbell's main process: reads how it was started, takes its place, and opens the console there.
import path from 'node:path';
import { app, BrowserWindow, protocol } from 'electron';
import { printTo } from './adapters/log.ts';
import { registerScheme } from './app-scheme.ts';
import { watchFaults } from './fault-watch.ts';
import { about, introduce } from './identity.ts';
import { readLaunch } from './launch.ts';
import { openConsole } from './open-console.ts';
import { startAnew } from './restart.ts';
import { claimTheCounter, isRunning } from './single-instance.ts';
import { refusal, refusedSwitch } from './switches.ts';
import { runVerb } from './verbs.ts';

const { platform, env } = process;
const uid = process.getuid?.();
const words = process.argv.slice(1);
const print = printTo(process.stdout);

const read = readLaunch(words);
const restartedAt = read.ok ? read.launch.restartedAt : [];
const faults = watchFaults({ from: process, now: Date.now, print, restartedAt });
const opens = refusedSwitch(words, { packaged: app.isPackaged, platform, uid });
const end = (code: number, why: string) => {
  print(why);
  app.exit(code);
};

if (opens !== null) end(2, refusal(opens));
else if (!read.ok) end(2, read.message);
else if (read.launch.verb !== null) app.exit(runVerb(read.launch, about(app), print));
else {
  const place = claimTheCounter(app, read.launch, { platform, env, uid, isRunning });
  if (place === null) app.exit(0);
  else {
    registerScheme(protocol);
    introduce(app);
    const dist = path.resolve(import.meta.dirname, '..');
    openConsole({ launch: read.launch, place, dist, faults, print, startAnew: again }).catch(failToStart);
  }
}

function again(): boolean {
  const windows = () => BrowserWindow.getAllWindows();
  return startAnew({ app, windows, words, restartedAt, now: Date.now, appImage: env.APPIMAGE });
}

/** Nobody may be there to start it again, and what failed may not fail the next time. */
function failToStart(error: unknown): void {
  again();
  end(1, `Counterbell could not start: ${error instanceof Error ? error.stack : String(error)}`);
}

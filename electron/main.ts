// Counterbell's main process: reads how it was started, takes its place, and opens the console there.
import path from 'node:path';
import { app, BrowserWindow, protocol } from 'electron';
import { printTo } from './adapters/log.ts';
import { registerScheme } from './app-scheme.ts';
import { diagnosticsAlone, prepareAlone, selfTestAlone } from './diagnosis/alone.ts';
import { watchFaults } from './fault-watch.ts';
import { about, introduce } from './identity.ts';
import { readLaunch, type Launch } from './launch.ts';
import { openConsole } from './open-console.ts';
import { createCodes } from './adapters/codes.ts';
import { meetChallenge } from './verbs/administrator.ts';
import { lineOf } from './verbs/line-of.ts';
import { createClock } from './adapters/clock.ts';
import { startAnew } from './restart.ts';
import { claimTheCounter, isRunning } from './single-instance.ts';
import { refusal, refusedSwitch } from './switches.ts';
import { runVerb } from './verbs/run-verb.ts';
import { controlOf } from './verbs/control-client.ts';
import { thisUser } from './verbs/control-place.ts';
import { policyAt, policyOfThisMachine } from './adapters/policy-file.ts';
import { createLifeSign } from './watch/life-sign.ts';

const { platform, env } = process;
const uid = process.getuid?.();
const words = process.argv.slice(1);
const print = printTo(process.stdout);
const dist = path.resolve(import.meta.dirname, '..');

const read = readLaunch(words);
const restartedAt = read.ok ? read.launch.restartedAt : [];
const lifeSign = createLifeSign(read.ok ? read.launch.lifeFile : null, createClock());
const faults = watchFaults({ from: process, now: Date.now, print, restartedAt });
const opens = refusedSwitch(words, { packaged: app.isPackaged, platform, uid });
const end = (code: number, why: string) => {
  print(why);
  app.exit(code);
};

if (opens !== null) end(2, refusal(opens));
else if (!read.ok) end(2, read.message);
else if (read.launch.verb !== null) doVerb(read.launch).then((code) => app.exit(code), failToStart);
else {
  const place = claimTheCounter(app, read.launch, { platform, env, uid, isRunning });
  if (place === null) app.exit(0);
  else {
    registerScheme(protocol);
    introduce(app);
    openConsole({ launch: read.launch, place, dist, faults, print, lifeSign, startAnew: again }).catch(
      failToStart,
    );
  }
}

/** Before the lock, which the console beside it has. */
function doVerb(launch: Launch): Promise<number> {
  const folder = path.resolve(launch.userDataDir ?? app.getPath('userData'));
  const policy = (file: string | null) =>
    file === null ? policyOfThisMachine(platform, env) : policyAt(file);
  if (launch.verb === 'self-test' || launch.verb === 'diagnostics') prepareAlone();
  const alone = { launch, folder, dist, policy: () => policy(null) };
  return runVerb(launch, {
    about: about(app),
    control: controlOf(folder, thisUser()),
    policy,
    selfTest: (how) => selfTestAlone(alone, how),
    diagnostics: (how) => diagnosticsAlone(alone, how.console),
    print,
    prove: (word) => (uid === 0 || platform === 'win32' ? meetChallenge(folder, word) : null),
    typed: () => lineOf(process.stdin),
    hash: createCodes().hash,
  });
}

function again(): boolean {
  const windows = () => BrowserWindow.getAllWindows();
  return startAnew({
    app,
    windows,
    words,
    restartedAt,
    now: Date.now,
    appImage: env.APPIMAGE,
    lifeSign,
  });
}

/** Nobody may be there to start it again, and what failed may not fail the next time. */
function failToStart(error: unknown): void {
  again();
  end(1, `Counterbell could not start: ${error instanceof Error ? error.stack : String(error)}`);
}

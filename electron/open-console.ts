// Opens the console at the place it has: what is started, in which order, and who is told of what.
import path from 'node:path';
import { app, ipcMain, Menu, powerMonitor, protocol } from 'electron';
import { deltaChannel } from '../contract/ipc.ts';
import { createCounterbell, type Counterbell, type Ending } from '../core/counterbell.ts';
import { createClock } from './adapters/clock.ts';
import { createLog } from './adapters/log.ts';
import { policyOfThisMachine } from './adapters/policy-file.ts';
import { saidOnce } from './adapters/said-once.ts';
import { createTrayHost } from './adapters/tray-host.ts';
import { serveScheme, windowFolders } from './app-scheme.ts';
import { armCapture } from './capture.ts';
import { createSessionBus } from './dbus/session-bus.ts';
import { diagnosticsOfConsole } from './diagnosis/diagnostics.ts';
import { createHealthHistory } from './diagnosis/health-history.ts';
import { selfTestsOf } from './diagnosis/of-this-console.ts';
import { saveDiagnostics } from './diagnosis/save.ts';
import type { FaultWatch } from './fault-watch.ts';
import { about, machineOf } from './identity.ts';
import { handlersOf, isFrom, serveWindow } from './ipc.ts';
import { wordsForFolder, type Launch } from './launch.ts';
import { createLeaving } from './leaving.ts';
import { menuFor } from './menu.ts';
import type { Place } from './place.ts';
import { createPorts } from './ports.ts';
import { harden } from './security.ts';
import { isHidden } from './single-instance.ts';
import { challengeIn } from './verbs/administrator.ts';
import { answersOf } from './verbs/answers.ts';
import { thisUser } from './verbs/control-place.ts';
import { serveControl } from './verbs/control-server.ts';
import { watchBus } from './watch/bus-watch.ts';
import { createLastAlive } from './watch/last-alive.ts';
import type { LifeSign } from './watch/life-sign.ts';

export type Opening = {
  launch: Launch;
  place: Place;
  /** Where the program's own files lie. */
  dist: string;
  faults: FaultWatch;
  print: (line: string) => void;
  /** null: nobody watches it. */
  lifeSign: LifeSign | null;
  /** Once this program has ended; false: not again. */
  startAnew: () => boolean;
};

export async function openConsole(opening: Opening): Promise<void> {
  const { launch, place, dist, faults, print, lifeSign, startAnew } = opening;
  const clock = createClock();
  const log = createLog({ folder: path.join(place.logs, 'logs'), now: clock.now, print });
  const lastAlive = createLastAlive(place.data, clock);
  let finish = (_ending: Ending): Promise<void> => Promise.resolve();
  // Until there is a brain to be asked, it is quit.
  let ask = (): void => leaving.quit('signal');
  const leaving = createLeaving({
    app,
    signals: process,
    platform: process.platform,
    clock,
    log,
    asked: () => ask(),
    settle: (ending) => finish(ending),
  });
  const restart = () => startAnew() && leaving.quit('restart');
  faults.tell({ log, restart });
  if (place.trouble !== null) log.error('folder.unusable', { ...place });
  harden(app, log);
  const bus = createSessionBus(process.env, process.getuid?.() ?? 0, { log });
  const trayHost = createTrayHost(bus, process.platform, clock);
  if (process.platform === 'linux') watchBus(bus, clock, restart);

  const policy = await policyOfThisMachine(process.platform, process.env);
  await Promise.all([app.whenReady(), trayHost.look()]);
  const mayQuit = policy.kind !== 'valid' || policy.policy.settings?.quitting !== 'forbidden';
  Menu.setApplicationMenu(menuFor(process.platform, Menu, mayQuit));
  leaving.watch(powerMonitor);
  serveScheme(protocol, windowFolders(dist));

  const closing = saidOnce(path.join(place.data, 'close-explained'));
  const onClose = (kiosk: boolean) => {
    const tray = trayHost.isThere();
    const act = leaving.onClose({ tray, explained: closing.wasSaid(), kiosk });
    if (act === 'explain') {
      closing.say();
      void counterbell.handle({ kind: 'explain-closing', to: tray ? 'tray' : 'minimised' });
    }
    return act;
  };
  const around = { data: place.data, dist, policy, words: wordsForFolder(launch) };
  const ports = createPorts(around, bus, log, { onClose, quit: leaving.quit });
  const { windows, bell } = ports;
  const watched = lifeSign !== null;
  lifeSign?.begin(() => windows.state() === 'shown');
  const counterbell: Counterbell = createCounterbell(ports, { policy, ...machineOf(app) });
  const selfTests = selfTestsOf({ counterbell, ports, bus, trayHost, policy, folder: place.data, watched });
  const logs = path.join(place.logs, 'logs');
  const diagnostics = diagnosticsOfConsole({ counterbell, policy, logs, selfTest: selfTests.run });
  const health = createHealthHistory(logs, clock.now);
  faults.show((detail) => counterbell.notice('internal-fault', detail));
  const control = serveControl(place.folder, thisUser(), {
    answers: answersOf({
      counterbell,
      windows,
      policy,
      version: app.getVersion(),
      challenge: challengeIn(place.folder, process.platform),
      selfTest: selfTests.run,
      diagnostics,
    }),
    log,
  });
  ask = () => void counterbell.handle({ kind: 'quit', by: 'system' });
  windows.onQuitKeys(() => void counterbell.handle({ kind: 'quit', by: 'window' }));
  finish = (ending) => {
    // Nobody waits for what is at the other end of a network while the machine goes down.
    const told = counterbell.farewell(ending).catch(() => undefined);
    const written = counterbell
      .stop()
      .then(lastAlive.endedCleanly)
      .finally(bell.close)
      .finally(control.close);
    return Promise.all([told, written]).then(() => undefined);
  };
  const save = () => saveDiagnostics(app.getPath('downloads'), diagnostics, new Date(clock.now()));
  const handlers = handlersOf(counterbell, { selfTests, save });
  serveWindow({ ipcMain, handlers, isOurs: isFrom(windows.current), log });
  counterbell.subscribe(({ status }) => status && health.note(status));
  counterbell.subscribe((delta) => windows.current()?.webContents.send(deltaChannel, delta));
  app.on('second-instance', (_event, _words, _folder, sent) => isHidden(sent) || windows.show('focus'));
  app.on('activate', () => windows.show('focus'));
  const quit = () => leaving.quit('verb');
  const capture = armCapture({ launch, onFirstShown: windows.onFirstShown, clock, log, quit });

  lastAlive.begin();
  await counterbell.start();
  trayHost.onChange(counterbell.trayIs);
  if (lastAlive.uncleanSince !== null) counterbell.wasAway(lastAlive.uncleanSince);
  if (place.trouble !== null) counterbell.notice('folder-unusable', place.trouble);
  log.info('app.ready', {
    ...about(app),
    policy: policy.kind,
    pid: process.pid,
    cameBack: launch.cameBack ?? undefined,
  });
  capture.ready();
  if (!launch.hidden) windows.show('focus');
}

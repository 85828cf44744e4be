// Opens the console at the place it has: what is started, in which order, and who is told of what.
import path from 'node:path';
import { app, ipcMain, Menu, powerMonitor, protocol } from 'electron';
import { deltaChannel } from '../contract/ipc.ts';
import { createCounterbell } from '../core/counterbell.ts';
import { createClock } from './adapters/clock.ts';
import { createLog } from './adapters/log.ts';
import { policyOfThisMachine } from './adapters/policy-file.ts';
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
  let finish = () => Promise.resolve();
  const leaving = createLeaving({ app, signals: process, clock, log, settle: () => finish() });
  faults.tell({ log, restart: () => startAnew() && leaving.quit() });
  if (place.trouble !== null) log.error('folder.unusable', { ...place });
  harden(app, log);
  const bus = createSessionBus(process.env, process.getuid?.() ?? 0, { log });
  const trayHost = createTrayHost(bus, process.platform, clock);
  if (process.platform === 'linux') watchBus(bus, clock, () => startAnew() && leaving.quit());

  const policy = await policyOfThisMachine(process.platform, process.env);
  await Promise.all([app.whenReady(), trayHost.look()]);
  Menu.setApplicationMenu(menuFor(process.platform, Menu));
  leaving.watch(powerMonitor);
  serveScheme(protocol, windowFolders(dist));

  const ports = createPorts({ data: place.data, dist, policy, words: wordsForFolder(launch) }, bus, log, () =>
    leaving.onClose(trayHost.isThere()),
  );
  const { windows, bell } = ports;
  const watched = lifeSign !== null;
  lifeSign?.begin(() => windows.state() === 'shown');
  const counterbell = createCounterbell(ports, { policy, ...machineOf(app) });
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
      quit: leaving.quit,
      selfTest: selfTests.run,
      diagnostics,
    }),
    log,
  });
  finish = () => counterbell.stop().then(lastAlive.endedCleanly).finally(bell.close).finally(control.close);
  const save = () => saveDiagnostics(app.getPath('downloads'), diagnostics, new Date(clock.now()));
  const handlers = handlersOf(counterbell, { selfTests, save });
  serveWindow({ ipcMain, handlers, isOurs: isFrom(windows.current), log });
  counterbell.subscribe(({ status }) => status && health.note(status));
  counterbell.subscribe((delta) => windows.current()?.webContents.send(deltaChannel, delta));
  ports.tray.onChoose((choice) => choice === 'quit' && leaving.quit());
  app.on('second-instance', (_event, _words, _folder, sent) => isHidden(sent) || windows.show('focus'));
  app.on('activate', () => windows.show('focus'));
  const capture = armCapture({ launch, onFirstShown: windows.onFirstShown, clock, log, quit: leaving.quit });

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

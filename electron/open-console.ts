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

export type Opening = {
  launch: Launch;
  place: Place;
  /** Where the program's own files lie. */
  dist: string;
  faults: FaultWatch;
  print: (line: string) => void;
  /** Once this program has ended; false: not again. */
  startAnew: () => boolean;
};

export async function openConsole({ launch, place, dist, faults, print, startAnew }: Opening): Promise<void> {
  const clock = createClock();
  const log = createLog({ folder: path.join(place.logs, 'logs'), now: clock.now, print });
  let finish = () => Promise.resolve();
  const leaving = createLeaving({ app, signals: process, clock, log, settle: () => finish() });
  faults.tell({ log, restart: () => startAnew() && leaving.quit() });
  if (place.trouble !== null) log.error('folder.unusable', { ...place });
  harden(app, log);
  const bus = createSessionBus(process.env, process.getuid?.() ?? 0, { log });
  const trayHost = createTrayHost(bus, process.platform, clock);

  const policy = await policyOfThisMachine(process.platform, process.env);
  await Promise.all([app.whenReady(), trayHost.look()]);
  Menu.setApplicationMenu(menuFor(process.platform, Menu));
  leaving.watch(powerMonitor);
  serveScheme(protocol, windowFolders(dist));

  const ports = createPorts({ data: place.data, dist, policy, words: wordsForFolder(launch) }, bus, log, () =>
    leaving.onClose(trayHost.isThere()),
  );
  const { windows, bell } = ports;
  const counterbell = createCounterbell(ports, { policy, ...machineOf(app) });
  faults.show((detail) => counterbell.notice('internal-fault', detail));
  finish = () => counterbell.stop().finally(bell.close);
  serveWindow({ ipcMain, handlers: handlersOf(counterbell), isOurs: isFrom(windows.current), log });
  counterbell.subscribe((delta) => windows.current()?.webContents.send(deltaChannel, delta));
  ports.tray.onChoose((choice) => choice === 'quit' && leaving.quit());
  app.on('second-instance', (_event, _words, _folder, sent) => isHidden(sent) || windows.show('focus'));
  app.on('activate', () => windows.show('focus'));
  const capture = armCapture({ launch, onFirstShown: windows.onFirstShown, clock, log, quit: leaving.quit });

  await counterbell.start();
  if (place.trouble !== null) counterbell.notice('folder-unusable', place.trouble);
  log.info('app.ready', { ...about(app), policy: policy.kind });
  capture.ready();
  if (!launch.hidden) windows.show('focus');
}

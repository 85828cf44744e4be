// Counterbell's main process: what is started, in which order, and who is told of what.
import path from 'node:path';
import { app, ipcMain, Menu, powerMonitor, protocol } from 'electron';
import { deltaChannel } from '../contract/ipc.ts';
import { createCounterbell } from '../core/counterbell.ts';
import { createClock } from './adapters/clock.ts';
import { createLog, printTo } from './adapters/log.ts';
import { policyOfThisMachine } from './adapters/policy-file.ts';
import { createTrayHost } from './adapters/tray-host.ts';
import { registerScheme, serveScheme, windowFolders } from './app-scheme.ts';
import { armCapture } from './capture.ts';
import { createSessionBus } from './dbus/session-bus.ts';
import { about, introduce, machineOf } from './identity.ts';
import { handlersOf, isFrom, serveWindow } from './ipc.ts';
import { readLaunch, type Launch } from './launch.ts';
import { createLeaving } from './leaving.ts';
import { menuFor } from './menu.ts';
import { createPorts } from './ports.ts';
import { harden } from './security.ts';
import { claimTheCounter, isHidden } from './single-instance.ts';
import { runVerb } from './verbs.ts';

const dist = path.resolve(import.meta.dirname, '..');
const print = printTo(process.stdout);

const read = readLaunch(process.argv.slice(1));
if (!read.ok) {
  print(read.message);
  app.exit(2);
} else if (read.launch.verb !== null) {
  app.exit(runVerb(read.launch, about(app), print));
} else if (claimTheCounter(app, read.launch)) {
  registerScheme(protocol);
  introduce(app);
  open(read.launch).catch(failToStart);
} else {
  app.exit(0);
}

async function open(launch: Launch): Promise<void> {
  const userData = app.getPath('userData');
  const clock = createClock();
  const log = createLog({ folder: path.join(userData, 'logs'), now: clock.now, print });
  harden(app, log);
  const bus = createSessionBus(process.env, process.getuid?.() ?? 0, { log });
  const trayHost = createTrayHost(bus, process.platform, clock);
  let finish = () => Promise.resolve();
  const leaving = createLeaving({ app, signals: process, clock, log, settle: () => finish() });

  const policy = await policyOfThisMachine(process.platform, process.env);
  await Promise.all([app.whenReady(), trayHost.look()]);
  Menu.setApplicationMenu(menuFor(process.platform, Menu));
  leaving.watch(powerMonitor);
  serveScheme(protocol, windowFolders(dist));

  const ports = createPorts({ userData, dist, policy }, bus, log, () => leaving.onClose(trayHost.isThere()));
  const { windows, bell } = ports;
  const counterbell = createCounterbell(ports, { policy, ...machineOf(app) });
  finish = () => counterbell.stop().finally(bell.close);
  serveWindow({ ipcMain, handlers: handlersOf(counterbell), isOurs: isFrom(windows.current), log });
  counterbell.subscribe((delta) => windows.current()?.webContents.send(deltaChannel, delta));
  ports.tray.onChoose((choice) => choice === 'quit' && leaving.quit());
  app.on('second-instance', (_event, _words, _folder, launch) => isHidden(launch) || windows.show('focus'));
  app.on('activate', () => windows.show('focus'));
  const capture = armCapture({ launch, onFirstShown: windows.onFirstShown, clock, log, quit: leaving.quit });

  await counterbell.start();
  log.info('app.ready', { ...about(app), policy: policy.kind });
  capture.ready();
  if (!launch.hidden) windows.show('focus');
}

function failToStart(error: unknown): void {
  print(`Counterbell could not start: ${error instanceof Error ? error.stack : String(error)}`);
  app.exit(1);
}

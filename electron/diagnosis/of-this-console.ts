// Runs the self-test in the console that runs, with its own session, network and settings.
import { app, Notification } from 'electron';
import type { Counterbell, Setup } from '../../core/counterbell.ts';
import { runSelfTest, type Checked } from '../../core/diagnosis/self-test.ts';
import type { TrayHost } from '../adapters/tray-host.ts';
import type { SessionBus } from '../dbus/session-bus.ts';
import { about } from '../identity.ts';
import type { ConsolePorts } from '../ports.ts';
import { statusOf } from '../verbs/status-words.ts';
import { createSelfTests, type SelfTests } from './followed.ts';
import { createLooks } from './looks.ts';

export type TestedConsole = {
  counterbell: Pick<Counterbell, 'view' | 'orderSystem'>;
  ports: ConsolePorts;
  bus: SessionBus;
  trayHost: TrayHost;
  policy: Setup['policy'];
  folder: string;
  watched: boolean;
};

export const selfTestsOf = (console: TestedConsole): SelfTests =>
  createSelfTests((aloud, told) => run(console, aloud, told));

/** `aloud`: its sound is to be heard. */
async function run(
  { counterbell, ports, bus, trayHost, policy, folder, watched }: TestedConsole,
  aloud: boolean,
  told: (checked: Checked) => void,
) {
  const view = counterbell.view();
  const { status, since, broken } = statusOf(view, {
    version: app.getVersion(),
    window: ports.windows.state(),
  });
  const { looks, end } = createLooks({
    ports,
    bus,
    policy,
    folder,
    aloud,
    platform: process.platform,
    version: about(app),
    program: { packaged: app.isPackaged, path: process.execPath, watched },
    isTrayThere: async () => {
      await trayHost.look();
      return trayHost.isThere();
    },
    supportsNotifications: () => Notification.isSupported(),
    orderSystem: counterbell.orderSystem(),
    whyNone: null,
    console: { kind: 'answers', status, since, broken },
    readUpTo: () => counterbell.view().status.caughtUpTo,
    settings: view.settings,
    isRinging: () => counterbell.view().bell.ringing,
  });
  return runSelfTest(looks, ports.clock, told).finally(end);
}

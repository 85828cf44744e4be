// Makes what shows notifications on this system: over D-Bus on Linux, through Electron on the others.
import path from 'node:path';
import { app, Notification, type NotificationConstructorOptions } from 'electron';
import type { Clock } from '../core/ports/clock.ts';
import type { Notifier } from '../core/ports/notifier.ts';
import { createLinuxNotifier } from './adapters/linux-notifier.ts';
import { isSigned } from './adapters/mac-signature.ts';
import { createNotifier, type NativeNotification } from './adapters/notifier.ts';
import { createPlainNotifier, type NodeNotifier } from './adapters/plain-notifier.ts';
import type { SessionBus } from './dbus/session-bus.ts';
import { appId } from './identity.ts';

export type MakeNotifier = {
  bus: SessionBus;
  clock: Clock;
  /** Where the console's own program lies. */
  dist: string;
  icon: string;
  /** A notification was clicked that no program remembers. */
  showWindow: () => void;
};

export function makeNotifier({ bus, clock, dist, icon, showWindow }: MakeNotifier): Notifier {
  const { platform, arch } = process;
  if (platform !== 'win32' && platform !== 'darwin')
    return createLinuxNotifier({ bus, clock, appName: app.name, desktopEntry: 'counterbell', icon });
  return createNotifier({
    isSupported: () => Notification.isSupported(),
    make: (options: NotificationConstructorOptions) => new Notification(options) as NativeNotification,
    platform,
    clock,
    isSigned: () => isSigned(app.getPath('exe')),
    plain: createPlainNotifier({
      platform,
      arch,
      clock,
      appName: app.name,
      appId,
      programs: app.isPackaged
        ? path.join(process.resourcesPath, 'node-notifier')
        : path.join(dist, '..', 'node_modules', 'node-notifier', 'vendor'),
      load: platform === 'win32' ? loadBalloons : loadTerminalNotifier,
    }),
    // A toast of the Action Center outlives the program that showed it: a click on one starts Counterbell.
    ...(platform === 'win32' && { onActivation: (listener) => Notification.handleActivation?.(listener) }),
    showWindow,
  });
}

// Only when they are needed: what neither works on this system nor is called takes neither time nor memory.
async function loadBalloons(program: string): Promise<NodeNotifier> {
  const { default: WindowsBalloon } = await import('node-notifier/notifiers/balloon.js');
  return new WindowsBalloon({ customPath: program });
}
async function loadTerminalNotifier(program: string): Promise<NodeNotifier> {
  const { default: NotificationCenter } = await import('node-notifier/notifiers/notificationcenter.js');
  return new NotificationCenter({ customPath: program });
}

// A whole desktop for one test file: a virtual screen, a private bus, and what tests want on it.
import { chmodSync } from 'node:fs';
import { startBus, startXvfb } from '../../build/desktop.mjs';
import { recordNotifications, type NotificationMood, type Notifications } from './notifications.ts';
import { watchTray, type TrayWatcher } from './tray-watcher.ts';

export type Desktop = {
  env: Record<string, string>;
  busAddress: string;
  notifications: Notifications;
  tray: TrayWatcher;
  stop(): Promise<void>;
};

export async function startDesktop(
  mood: NotificationMood = 'shows',
  options: { openToAll?: boolean } = {},
): Promise<Desktop> {
  const bare = await startBareDesktop(options);
  const notifications = await recordNotifications(bare.busAddress, mood);
  const tray = await watchTray(bare.busAddress);
  return {
    ...bare,
    notifications,
    tray,
    async stop() {
      await notifications.stop();
      await tray.stop();
      await bare.stop();
    },
  };
}

/** Nobody shows notifications or tray icons on this one. */
export async function startBareDesktop({ openToAll = false } = {}) {
  const [screen, bus] = await Promise.all([startXvfb({ size: '1400x1000' }), startBus()]);
  // The folder of the socket keeps other users out.
  if (openToAll) chmodSync(bus.folder, 0o755);
  return {
    env: { ...screen.env, ...bus.env },
    busAddress: bus.address,
    async stop() {
      await bus.stop();
      await screen.stop();
    },
  };
}

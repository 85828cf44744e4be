// Whether this desktop shows a tray at all: on Linux only where somebody watches for tray icons.
import type { SessionBus } from '../dbus/session-bus.ts';

export type TrayHost = {
  /** As last seen; assumed to be there until the desktop said otherwise. */
  isThere(): boolean;
  look(): Promise<void>;
};

const watcher = 'org.kde.StatusNotifierWatcher';

export function createTrayHost(bus: SessionBus, platform: NodeJS.Platform): TrayHost {
  let there = true;

  async function look(): Promise<void> {
    if (platform !== 'linux') return;
    try {
      const [owned] = await bus.call({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'NameHasOwner',
        signature: 's',
        body: [watcher],
      });
      there = owned === true;
    } catch {
      there = false;
    }
  }

  if (platform === 'linux') {
    bus.onSignal(
      `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${watcher}'`,
      ({ member, body }) => {
        if (member === 'NameOwnerChanged' && body[0] === watcher) there = body[2] !== '';
      },
    );
  }
  return { isThere: () => there, look };
}

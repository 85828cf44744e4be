// A desktop's tray: takes in StatusNotifierItems, reads their icon, tooltip and menu, and clicks in the menu.
import { once } from 'node:events';
import dbus from 'dbus-next';
import { createSessionBus } from '../../electron/dbus/session-bus.ts';
import { until } from './poll.ts';

const name = 'org.kde.StatusNotifierWatcher';
const path = '/StatusNotifierWatcher';

export type TrayMenuItem = { id: number; label: string; enabled: boolean; separator: boolean };

type MenuLayout = [number, [string, unknown][], MenuLayout[]];

export async function watchTray(busAddress: string) {
  const items: { sender: string; path: string }[] = [];

  class Watcher extends dbus.interface.Interface {
    get IsStatusNotifierHostRegistered(): boolean {
      return true;
    }
    get ProtocolVersion(): number {
      return 0;
    }
    get RegisteredStatusNotifierItems(): string[] {
      return items.map((item) => item.sender + item.path);
    }
    RegisterStatusNotifierItem(service: string): void {
      // Either the item's own name on the bus, or only its path: then the caller is the owner.
      items.push(
        service.startsWith('/')
          ? { sender: lastSender, path: service }
          : { sender: service, path: '/StatusNotifierItem' },
      );
    }
    RegisterStatusNotifierHost(_service: string): void {}
    StatusNotifierItemRegistered(service: string): string {
      return service;
    }
    StatusNotifierHostRegistered(): void {}
  }
  Watcher.configureMembers({
    properties: {
      IsStatusNotifierHostRegistered: { signature: 'b', access: dbus.interface.ACCESS_READ },
      ProtocolVersion: { signature: 'i', access: dbus.interface.ACCESS_READ },
      RegisteredStatusNotifierItems: { signature: 'as', access: dbus.interface.ACCESS_READ },
    },
    methods: {
      RegisterStatusNotifierItem: { inSignature: 's', outSignature: '' },
      RegisterStatusNotifierHost: { inSignature: 's', outSignature: '' },
    },
    signals: {
      StatusNotifierItemRegistered: { signature: 's' },
      StatusNotifierHostRegistered: { signature: '' },
    },
  });

  let lastSender = '';
  const bus = dbus.sessionBus({ busAddress });
  await once(bus, 'connect');
  bus.on('message', (message: { sender?: string; member?: string }) => {
    if (message.member === 'RegisterStatusNotifierItem') lastSender = message.sender ?? '';
  });
  bus.export(path, new Watcher(name));
  await bus.requestName(name, 0);

  // Chromium's tray icon does not describe itself, without which dbus-next calls nobody.
  const asking = createSessionBus({ DBUS_SESSION_BUS_ADDRESS: busAddress }, process.getuid?.() ?? 0);

  /** The newest icon of a program that still runs. */
  const newest = () =>
    until('a tray icon', async () => {
      for (const item of items.toReversed()) {
        const [owned] = await asking.call({
          destination: 'org.freedesktop.DBus',
          path: '/org/freedesktop/DBus',
          interface: 'org.freedesktop.DBus',
          member: 'NameHasOwner',
          signature: 's',
          body: [item.sender],
        });
        if (owned === true) return item;
      }
      return null;
    });

  async function property(which: string): Promise<unknown> {
    const { sender, path: itemPath } = await newest();
    const [value] = await asking.call({
      destination: sender,
      path: itemPath,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      signature: 'ss',
      body: ['org.kde.StatusNotifierItem', which],
    });
    return value;
  }
  async function callMenu(member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    const { sender } = await newest();
    const menuPath = String(await property('Menu'));
    return asking.call({
      destination: sender,
      path: menuPath,
      interface: 'com.canonical.dbusmenu',
      member,
      signature,
      body,
    });
  }
  async function layout(): Promise<TrayMenuItem[]> {
    const [, [, , children]] = (await callMenu('GetLayout', 'iias', [0, -1, []])) as [number, MenuLayout];
    return children.map(([id, list]) => {
      const properties = Object.fromEntries(list);
      return {
        id,
        label: String(properties.label ?? '').replace(/_(.)/g, '$1'),
        enabled: properties.enabled !== false,
        separator: properties.type === 'separator',
      };
    });
  }

  return {
    items,
    menu: layout,
    async tooltip(): Promise<string> {
      const [, , title, text] = (await property('ToolTip')) as [string, unknown, string, string];
      return title === '' ? text : title;
    },
    /** What the icon looks like, to tell one from another. */
    async icon(): Promise<string> {
      const pixmaps = (await property('IconPixmap')) as [number, number, number[]][];
      return pixmaps
        .map(([width, height, bytes]) => `${width}x${height} ${Buffer.from(bytes).toString('base64')}`)
        .join();
    },
    async choose(label: string): Promise<void> {
      const entry = await until(
        `the tray's menu item ${label}`,
        async () => (await layout()).find((one) => one.label === label && one.enabled),
        { everyMs: 100 },
      );
      await callMenu('Event', 'isvu', [entry.id, 'clicked', { signature: 's', value: '' }, 0]);
    },
    async stop() {
      asking.close();
      await bus.releaseName(name);
      bus.disconnect();
    },
  };
}
export type TrayWatcher = Awaited<ReturnType<typeof watchTray>>;

// Everything the brain reaches the world through, made of Electron and Node.
import path from 'node:path';
import {
  app,
  BrowserWindow,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  session,
  Tray,
} from 'electron';
import Pusher from 'pusher-js';
import type { Setup } from '../core/counterbell.ts';
import type { Log } from '../core/ports/log.ts';
import type { Program } from '../core/ports/desktop.ts';
import type { Ports } from '../core/ports/ports.ts';
import { createAutostart } from './adapters/autostart.ts';
import { createBackendHttp } from './adapters/backend-http.ts';
import { createBadge } from './adapters/badge.ts';
import { createBell, type BellWindow } from './adapters/bell.ts';
import { createChance } from './adapters/chance.ts';
import { createCodes } from './adapters/codes.ts';
import { createClock } from './adapters/clock.ts';
import { createConsoleNetwork, type ConsoleNetwork } from './adapters/console-network.ts';
import { createDisk } from './adapters/disk.ts';
import { createPower } from './adapters/power.ts';
import { createPusherRealtime } from './adapters/pusher-realtime.ts';
import { soundOf } from './adapters/sound.ts';
import { createSecrets } from './adapters/secrets.ts';
import { createSettingsStore } from './adapters/settings-store.ts';
import { trustedCertificates } from './adapters/system-trust.ts';
import { createTray } from './adapters/tray.ts';
import { readBounds } from './adapters/window-bounds.ts';
import { createWindows, type OneWindow, type Screens, type WindowsOptions } from './adapters/windows.ts';
import { bellAddress, windowAddress } from './app-scheme.ts';
import type { SessionBus } from './dbus/session-bus.ts';
import { commandOfThis } from './command-of-this.ts';
import { makeNotifier } from './make-notifier.ts';
import { sandboxed } from './security.ts';

export type Around = {
  /** Where sessions and settings lie. */
  data: string;
  dist: string;
  policy: Setup['policy'];
  /** What it takes to start this very console again. */
  words: readonly string[];
};
export type ConsolePorts = Ports & {
  windows: OneWindow;
  bell: BellWindow;
  network: ConsoleNetwork;
  /** By which name the system keeps secrets, where it says. */
  keyring: () => string | null;
};

/** What ends the window and the program. */
export type Leavers = {
  onClose: WindowsOptions['onClose'];
  quit: Program['quit'];
};

const paper = { light: '#e9e6df', dark: '#12151a' };

export function createPorts(
  place: Around,
  bus: SessionBus,
  log: Log,
  { onClose, quit }: Leavers,
): ConsolePorts {
  const { platform } = process;
  const clock = createClock();
  const chance = createChance();
  const icons = path.join(place.dist, 'electron/icons');
  const appIcon = path.join(icons, platform === 'win32' ? 'icon.ico' : '256x256.png');
  const boundsFile = path.join(place.data, 'window.json');
  // Of its own and in memory only: no cookies, no cache, nothing of the backend's on disk.
  const backendSession = session.fromPartition('backend', { cache: false });
  const network = createConsoleNetwork({
    system: {
      fetch: (url, init) => backendSession.fetch(url, init),
      resolveProxy: (address) => backendSession.resolveProxy(address),
      closeAllConnections: () => backendSession.closeAllConnections(),
    },
    proxy: place.policy.kind === 'valid' ? place.policy.policy.proxy : undefined,
    env: process.env,
    trusted: trustedCertificates(),
    log,
  });

  const screens: Screens = {
    areas: () => screen.getAllDisplays().map((display) => display.workArea),
    around: (area) => screen.getDisplayMatching(area).bounds,
    onChange(listener) {
      screen.on('display-added', listener);
      screen.on('display-removed', listener);
      screen.on('display-metrics-changed', listener);
    },
  };

  const windows = createWindows({
    make: () => {
      const bounds = readBounds(boundsFile, screens.areas());
      const window = new BrowserWindow({
        show: false,
        title: 'Counterbell',
        icon: appIcon,
        width: bounds?.width ?? 1280,
        height: bounds?.height ?? 860,
        ...(bounds && { x: bounds.x, y: bounds.y }),
        minWidth: 360,
        minHeight: 480,
        autoHideMenuBar: true,
        backgroundColor: nativeTheme.shouldUseDarkColors ? paper.dark : paper.light,
        webPreferences: { ...sandboxed, preload: path.join(place.dist, 'electron/preload.cjs') },
      });
      return { window, maximized: bounds?.maximized ?? false, fullScreen: bounds?.fullScreen ?? false };
    },
    address: windowAddress,
    boundsFile,
    screens,
    clock,
    log,
    onClose,
    platform,
  });

  const bell = createBell({
    make: () =>
      new BrowserWindow({
        show: false,
        width: 1,
        height: 1,
        skipTaskbar: true,
        focusable: false,
        webPreferences: {
          ...sandboxed,
          backgroundThrottling: false,
          autoplayPolicy: 'no-user-gesture-required',
        },
      }),
    address: bellAddress,
    ...soundOf(app, platform),
    clock,
    log,
  });

  const notifier = makeNotifier({
    bus,
    clock,
    dist: place.dist,
    icon: appIcon,
    showWindow: () => windows.show('focus'),
  });

  return {
    clock,
    chance,
    log,
    windows,
    bell,
    network,
    keyring: () => (platform === 'linux' ? safeStorage.getSelectedStorageBackend() : null),
    notifier,
    disk: createDisk(place.data),
    secrets: createSecrets(safeStorage, platform, log),
    settings: createSettingsStore({ folder: place.data, now: clock.now, newId: chance.id }),
    backend: createBackendHttp({ ...network, userAgent: `Counterbell/${app.getVersion()}` }),
    realtime: createPusherRealtime({ Pusher, log, socketOptions: network.socketOptions }),
    tray: createTray({
      make: (icon) => new Tray(icon),
      buildMenu: (template) => Menu.buildFromTemplate(template),
      icons,
      platform,
    }),
    program: { quit },
    codes: createCodes(),
    badge: createBadge(app, platform),
    power: createPower({
      monitor: powerMonitor,
      blocker: powerSaveBlocker,
      clock,
      proxySwitched: network.proxySwitched,
    }),
    autostart: createAutostart({
      app,
      platform,
      command: [...commandOfThis(app, process), ...place.words],
      autostartFolder: path.join(app.getPath('appData'), 'autostart'),
    }),
  };
}

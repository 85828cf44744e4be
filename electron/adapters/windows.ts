// The one window: made when first needed, hidden instead of closed, let go when nobody has wanted it for a while.
import type { BrowserWindow } from 'electron';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Windows, WindowState } from '../../core/ports/desktop.ts';
import type { Log } from '../../core/ports/log.ts';
import { covers, intoSight, readBounds, writeBounds, type Area, type Bounds } from './window-bounds.ts';
import { keysOf } from './window-keys.ts';
import { watchPulse } from './window-pulse.ts';

export type Screens = {
  /** As far as windows may reach on each. */
  areas(): readonly Area[];
  /** All of the one that this lies on. */
  around(area: Area): Area;
  /** One was plugged in, taken away or set otherwise. */
  onChange(listener: () => void): void;
};

export type WindowsOptions = {
  /** Makes the hidden window, without content. */
  make: () => { window: BrowserWindow; maximized: boolean; fullScreen: boolean };
  address: string;
  boundsFile: string;
  screens: Screens;
  clock: Clock;
  log: Log;
  /** What the close button does now. */
  onClose: (kiosk: boolean) => 'hide' | 'minimise' | 'close' | 'explain' | 'stay';
  platform: NodeJS.Platform;
  /** A hidden window costs a process; after this long without being wanted it is let go. */
  releaseAfterMs?: number;
};

export type OneWindow = Windows & {
  /** The window while it exists, hidden or not. */
  current(): BrowserWindow | null;
  onFirstShown(listener: (window: BrowserWindow) => void): void;
  /** Somebody pressed the keys for quitting in it. */
  onQuitKeys(listener: () => void): void;
};

/** A desktop that is unplugging a display, or leaving full screen, is given time to finish. */
const fillAgainMs = 200;

/** A renderer that dies this often in so short a time is not started again by itself. */
const crashes = { most: 3, withinMs: 60_000 };

export function createWindows(options: WindowsOptions): OneWindow {
  const {
    make,
    address,
    boundsFile,
    screens,
    clock,
    log,
    onClose,
    platform,
    releaseAfterMs = 120_000,
  } = options;
  let kiosk = false;
  const quitKeys: (() => void)[] = [];
  let window: BrowserWindow | null = null;
  let wanted: 'focus' | 'inactive' | null = null;
  let release: Timer | undefined;
  let crashedAt: number[] = [];
  const stateListeners: ((state: WindowState) => void)[] = [];
  let told: WindowState = 'none';
  const firstShown: ((window: BrowserWindow) => void)[] = [];

  const isThere = (one: BrowserWindow | null): one is BrowserWindow => one !== null && !one.isDestroyed();

  function state(): WindowState {
    if (!isThere(window)) return 'none';
    return window.isVisible() && !window.isMinimized() ? 'shown' : 'hidden';
  }

  function tellState(): void {
    const now = state();
    if (now === told) return;
    told = now;
    for (const listener of stateListeners) listener(now);
  }

  function remember(one: BrowserWindow): void {
    // How large a kiosk is nobody chose.
    if (kiosk) return;
    const [maximized, fullScreen] = [one.isMaximized(), one.isFullScreen()];
    const area: Bounds = { ...one.getNormalBounds(), maximized, fullScreen };
    writeBounds(boundsFile, area);
  }

  function bringUp(one: BrowserWindow, how: 'focus' | 'inactive'): void {
    wanted = null;
    if (one.isMinimized()) one.restore();
    if (how === 'inactive') return one.showInactive();
    one.show();
    one.focus();
  }

  function onShown(one: BrowserWindow): void {
    release?.cancel();
    log.info('window.shown');
    for (const listener of firstShown.splice(0)) listener(one);
  }

  function onHidden(one: BrowserWindow): void {
    log.info('window.hidden');
    release?.cancel();
    release = clock.after(releaseAfterMs, () => {
      if (!isThere(one) || one.isVisible()) return;
      one.destroy();
      log.info('window.released');
    });
  }

  function onCrash(one: BrowserWindow, reason: string, exitCode: number): void {
    log.error('window.crashed', { reason, exitCode });
    const wasVisible = one.isVisible();
    crashedAt = [...crashedAt.filter((at) => clock.monotonic() - at < crashes.withinMs), clock.monotonic()];
    one.destroy();
    if (!wasVisible) return;
    if (crashedAt.length <= crashes.most) return show('inactive');
    log.error('window.given-up', { crashes: crashedAt.length });
  }

  /** `anew`: it may stand where the display of before was. */
  function fill(one: BrowserWindow, anew = true): void {
    // Above the desktop's own panels, and below what it shows over everything.
    one.setAlwaysOnTop(true, 'screen-saver');
    one.setKiosk(true);
    // A kiosk already, it would stay as it is. Asking for the screen's size would not do: Chromium makes a window that
    // is as large as the screen a little smaller.
    if (!anew || covers(one.getBounds(), screens.around(one.getBounds()))) return;
    one.setKiosk(false);
    one.setKiosk(true);
  }

  /** Once the desktop has done what it was about to do. */
  function fillSoon(one: BrowserWindow, anew = true): void {
    clock.after(fillAgainMs, () => {
      if (!kiosk || !isThere(one)) return;
      log.info('kiosk.again');
      if (one.isMinimized()) one.restore();
      if (!one.isVisible()) one.show();
      fill(one, anew);
    });
  }

  function unfill(one: BrowserWindow): void {
    one.setAlwaysOnTop(false);
    one.setKiosk(false);
    const area = readBounds(boundsFile, screens.areas());
    if (area !== null) one.setBounds(area);
  }

  function toggleFullScreen(): void {
    if (kiosk || !isThere(window)) return;
    window.setFullScreen(!window.isFullScreen());
  }

  function create(): BrowserWindow {
    const { window: made, maximized, fullScreen } = make();
    window = made;
    if (kiosk) fill(made);
    else if (fullScreen) made.setFullScreen(true);
    // Whatever takes a kiosk down, it is put up again.
    // What it does itself to be put up anew is no reason to do so again.
    made.on('leave-full-screen', () => kiosk && fillSoon(made, false));
    for (const event of ['show', 'minimize', 'hide'] as const)
      made.on(event as 'hide', () => kiosk && fillSoon(made));
    made.on('enter-full-screen', () => remember(made));
    made.on('leave-full-screen', () => remember(made));
    made.webContents.on('before-input-event', (event, input) => {
      const keys = keysOf(input, platform);
      if (keys === null) return;
      event.preventDefault();
      if (keys === 'full-screen') toggleFullScreen();
      else for (const listener of quitKeys) listener();
    });
    made.on('show', () => onShown(made));
    made.on('hide', () => onHidden(made));
    for (const event of ['show', 'hide', 'minimize', 'restore'] as const) made.on(event as 'show', tellState);
    made.on('close', (event) => {
      remember(made);
      const act = onClose(kiosk);
      if (act === 'close') return;
      event.preventDefault();
      if (act === 'hide') made.hide();
      else if (act === 'minimise') made.minimize();
    });
    made.on('closed', () => {
      release?.cancel();
      if (window === made) window = null;
      tellState();
    });
    made.once('ready-to-show', () => {
      if (maximized && wanted !== null) made.maximize();
      if (wanted !== null) bringUp(made, wanted);
    });
    made.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason !== 'clean-exit') onCrash(made, reason, exitCode);
    });
    // Its process is ended, and what is done then is done as after any crash.
    const hung = () => {
      log.warn('window.hung');
      made.webContents.forcefullyCrashRenderer();
    };
    made.on('unresponsive', hung);
    watchPulse(made, clock, hung);
    made
      .loadURL(address)
      .catch((error: unknown) => log.error('window.not-loaded', { message: String(error) }));
    return made;
  }

  function show(how: 'focus' | 'inactive'): void {
    if (isThere(window) && !window.webContents.isLoadingMainFrame()) return bringUp(window, how);
    // "Inactive" does not take away the focus that somebody asked for a moment ago.
    wanted = wanted === 'focus' ? 'focus' : how;
    if (!isThere(window)) create();
  }

  screens.onChange(() => {
    if (!isThere(window)) return;
    if (kiosk) return fillSoon(window);
    const place = intoSight(window.getNormalBounds(), screens.areas());
    if (place === null) return;
    log.info('window.moved-into-sight');
    window.setBounds(place);
  });

  return {
    show,
    state,
    onState: (listener) => void stateListeners.push(listener),
    flash: (on) => {
      if (isThere(window)) window.flashFrame(on && !window.isFocused());
    },
    close: () => {
      if (isThere(window)) window.close();
    },
    toggleFullScreen,
    kiosk(on) {
      if (isThere(window) && on) remember(window);
      kiosk = on;
      if (!isThere(window)) return;
      if (on) fill(window);
      else unfill(window);
    },
    onQuitKeys: (listener) => void quitKeys.push(listener),
    current: () => (isThere(window) ? window : null),
    onFirstShown: (listener) => void firstShown.push(listener),
  };
}

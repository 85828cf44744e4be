import { EventEmitter } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import type { Log } from '../../core/ports/log.ts';
import { createWindows } from './windows.ts';

class FakeWindow extends EventEmitter {
  visible = false;
  destroyed = false;
  loading = true;
  how: string[] = [];
  /** Whether its page answers. */
  alive = true;
  webContents = Object.assign(new EventEmitter(), {
    isLoadingMainFrame: () => this.loading,
    executeJavaScript: () => (this.alive ? Promise.resolve(0) : new Promise(() => {})),
    forcefullyCrashRenderer: () =>
      void this.webContents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 }),
  });
  loadURL = () => Promise.resolve();
  isDestroyed = () => this.destroyed;
  isVisible = () => this.visible;
  minimized = false;
  isMinimized = () => this.minimized;
  isMaximized = () => false;
  isFocused = () => false;
  full = false;
  kiosk = false;
  isFullScreen = () => this.full;
  setFullScreen = (on: boolean) => {
    this.full = on;
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen');
  };
  setKiosk = (on: boolean) => {
    this.kiosk = on;
    if (on) this.area = { x: 0, y: 0, width: 1000, height: 800 };
    this.how.push(`kiosk ${on}`);
  };
  setAlwaysOnTop = (on: boolean) => this.how.push(`on top ${on}`);
  area = { x: 0, y: 0, width: 100, height: 100 };
  getBounds = () => this.area;
  getNormalBounds = () => ({ x: 0, y: 0, width: 100, height: 100 });
  setBounds = (area: FakeWindow['area']) => {
    this.area = area;
    this.how.push(`to ${JSON.stringify(area)}`);
  };
  maximize = () => this.how.push('maximize');
  minimize = () => {
    this.how.push('minimize');
    this.minimized = true;
    this.emit('minimize');
  };
  restore = () => {
    this.minimized = false;
    this.emit('restore');
  };
  focus = () => this.how.push('focus');
  flashFrame = (on: boolean) => this.how.push(`flash ${on}`);
  loaded() {
    this.loading = false;
    this.emit('ready-to-show');
  }
  show() {
    this.how.push('show');
    this.appear();
  }
  showInactive() {
    this.how.push('show-inactive');
    this.appear();
  }
  private appear() {
    if (this.visible) return;
    this.visible = true;
    this.emit('show');
  }
  hide() {
    this.visible = false;
    this.emit('hide');
  }
  close() {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) this.destroy();
  }
  destroy() {
    this.destroyed = true;
    this.visible = false;
    this.emit('closed');
  }
}

function setUp(act: 'hide' | 'minimise' | 'close' | 'explain' | 'stay' = 'hide', fullScreen = false) {
  const made: FakeWindow[] = [];
  const said: string[] = [];
  const note = (event: string) => void said.push(event);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const timers: { run: () => void; live: boolean }[] = [];
  const plugged: (() => void)[] = [];
  const areas = [{ x: 0, y: 0, width: 1000, height: 800 }];
  const windows = createWindows({
    make: () => {
      const window = new FakeWindow();
      made.push(window);
      return { window: window as unknown as BrowserWindow, maximized: false, fullScreen };
    },
    address: 'app://counterbell/index.html',
    boundsFile: path.join(os.tmpdir(), 'no-such-folder', 'window.json'),
    screens: {
      areas: () => areas,
      around: () => areas[0] ?? { x: 0, y: 0, width: 0, height: 0 },
      onChange: (listener) => void plugged.push(listener),
    },
    clock: {
      now: () => 0,
      monotonic: () => 0,
      after: (_ms, run) => {
        const timer = { run, live: true };
        timers.push(timer);
        return { cancel: () => (timer.live = false) };
      },
    },
    log,
    onClose: () => act,
    platform: 'linux',
  });
  const passTime = () => timers.splice(0).forEach(({ run, live }) => live && run());
  const plug = (...now: typeof areas) => {
    areas.splice(0, areas.length, ...now);
    for (const tell of plugged) tell();
  };
  return { windows, made, said, passTime, plug };
}

test('there is no window until somebody wants one, and then one', () => {
  const { windows, made } = setUp();
  expect(windows.state()).toBe('none');
  windows.flash(true);
  expect(made).toHaveLength(0);
  windows.show('inactive');
  windows.show('focus');
  windows.show('inactive');
  made[0]?.loaded();
  // Somebody asked for it: what the ladder wanted meanwhile does not take that back.
  expect(made[0]?.how).toEqual(['show', 'focus']);
  expect(made).toHaveLength(1);
  expect(windows.state()).toBe('shown');
});

test('shown for the ladder it does not take the focus', () => {
  const { windows, made } = setUp();
  windows.show('inactive');
  made[0]?.loaded();
  expect(made[0]?.how).toEqual(['show-inactive']);
});

test('closed it is hidden, wanted again it is there at once, unwanted for long it is let go', () => {
  const { windows, made, said, passTime } = setUp();
  windows.show('focus');
  made[0]?.loaded();
  made[0]?.close();
  expect(windows.state()).toBe('hidden');
  windows.show('focus');
  passTime();
  expect(windows.state()).toBe('shown');
  made[0]?.close();
  passTime();
  expect(windows.state()).toBe('none');
  expect(made[0]?.destroyed).toBe(true);
  windows.show('focus');
  expect(made).toHaveLength(2);
  expect(said).toEqual(['window.shown', 'window.hidden', 'window.shown', 'window.hidden', 'window.released']);
});

test('without a tray it is minimised, on the way out it closes', () => {
  const minimised = setUp('minimise');
  minimised.windows.show('focus');
  minimised.made[0]?.loaded();
  minimised.made[0]?.close();
  expect(minimised.made[0]?.how.at(-1)).toBe('minimize');
  expect(minimised.windows.state()).toBe('hidden');
  const ending = setUp('close');
  ending.windows.show('focus');
  ending.made[0]?.close();
  expect(ending.windows.state()).toBe('none');
});

test('a page that crashes comes back where it was seen, but not for ever', () => {
  const { windows, made, said } = setUp();
  windows.show('focus');
  for (let crash = 0; crash < 4; crash += 1) {
    const window = made.at(-1);
    window?.loaded();
    window?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  }
  expect(made).toHaveLength(4);
  expect(said.at(-1)).toBe('window.given-up');
  expect(windows.state()).toBe('none');
});

test('a hidden page that crashes waits until it is wanted', () => {
  const { windows, made } = setUp();
  windows.show('focus');
  made[0]?.loaded();
  made[0]?.close();
  made[0]?.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 });
  expect(made).toHaveLength(1);
  windows.show('focus');
  expect(made).toHaveLength(2);
});

test('whether somebody may see it is told at every change, and only then', () => {
  const hiding = setUp();
  const minimising = setUp('minimise');
  const told: string[] = [];
  for (const { windows } of [hiding, minimising]) windows.onState((state) => told.push(state));
  hiding.windows.show('focus');
  expect(told).toEqual([]);
  hiding.made[0]?.loaded();
  hiding.windows.show('inactive');
  hiding.made[0]?.close();
  hiding.passTime();
  expect(told.splice(0)).toEqual(['shown', 'hidden', 'none']);
  minimising.windows.show('focus');
  minimising.made[0]?.loaded();
  minimising.made[0]?.close();
  minimising.windows.show('focus');
  expect(told).toEqual(['shown', 'hidden', 'shown']);
});

test('a page that stands still is ended and made anew where somebody sees it', async () => {
  const { windows, made, said, passTime } = setUp();
  windows.show('focus');
  const [first] = made;
  first?.loaded();
  if (first) first.alive = false;
  passTime();
  await Promise.resolve();
  passTime();
  await Promise.resolve();
  await Promise.resolve();
  expect(said).toContain('window.hung');
  expect(first?.destroyed).toBe(true);
  expect(made).toHaveLength(2);
});

test('a screen that is unplugged leaves the window in sight', () => {
  const { windows, made, plug } = setUp();
  plug();
  windows.show('focus');
  made[0]?.loaded();
  plug({ x: 0, y: 0, width: 1000, height: 800 });
  expect(made[0]?.how).toEqual(['show', 'focus']);
  plug({ x: 5000, y: 0, width: 1000, height: 800 });
  expect(made[0]?.how.at(-1)).toBe('to {"x":5450,"y":350,"width":100,"height":100}');
});

const press = (window: FakeWindow | undefined, key: string, control = false) => {
  const input = { type: 'keyDown', key, control, meta: false, alt: false, shift: false, isAutoRepeat: false };
  window?.webContents.emit('before-input-event', { preventDefault() {} }, input);
};

test('F11 fills the screen and gives it back, and so it begins the next time', () => {
  const { windows, made } = setUp('hide', true);
  windows.show('focus');
  made[0]?.loaded();
  expect(made[0]?.full).toBe(true);
  press(made[0], 'F11');
  expect(made[0]?.full).toBe(false);
  windows.toggleFullScreen();
  expect(made[0]?.full).toBe(true);
});

test('the keys for quitting are told, and do nothing of themselves', () => {
  const { windows, made } = setUp();
  let told = 0;
  windows.onQuitKeys(() => (told += 1));
  windows.show('focus');
  made[0]?.loaded();
  press(made[0], 'q', true);
  press(made[0], 'q');
  expect(told).toBe(1);
  expect(made[0]?.destroyed).toBe(false);
});

test('where it is to be explained first, or stays, closing changes nothing', () => {
  for (const act of ['explain', 'stay'] as const) {
    const { windows, made } = setUp(act);
    windows.show('focus');
    made[0]?.loaded();
    windows.close();
    expect(windows.state()).toBe('shown');
  }
});

const filled = ['on top true', 'kiosk true'];

test('a kiosk fills the screen from the first moment, and F11 does not lead out of it', () => {
  const { windows, made } = setUp();
  windows.kiosk(true);
  windows.show('focus');
  expect(made[0]?.how).toEqual(filled);
  made[0]?.loaded();
  press(made[0], 'F11');
  expect(made[0]?.full).toBe(false);
  windows.kiosk(false);
  expect(made[0]?.how.slice(-2)).toEqual(['on top false', 'kiosk false']);
  press(made[0], 'F11');
  expect(made[0]?.full).toBe(true);
});

test.each<[string, (it: ReturnType<typeof setUp>, window: FakeWindow) => void]>([
  ['left', (_it, window) => window.setFullScreen(false)],
  ['minimised', (_it, window) => window.minimize()],
  ['hidden', (_it, window) => window.hide()],
  ['left without its display', (it) => it.plug({ x: 0, y: 0, width: 1000, height: 800 })],
])('a kiosk that is %s by the desktop is put up again', (_what, trouble) => {
  const it = setUp();
  it.windows.kiosk(true);
  it.windows.show('focus');
  const [window] = it.made as [FakeWindow];
  window.loaded();
  window.how.length = 0;
  window.area = { x: 2000, y: 0, width: 100, height: 100 };
  trouble(it, window);
  it.passTime();
  expect(window.how).toEqual(expect.arrayContaining(filled));
  expect(window.area).toMatchObject({ x: 0, width: 1000 });
  expect(window.minimized).toBe(false);
  expect(it.windows.state()).toBe('shown');
});

test('a kiosk whose page crashed is one again', () => {
  const { windows, made } = setUp();
  windows.kiosk(true);
  windows.show('focus');
  made[0]?.loaded();
  made[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
  expect(made).toHaveLength(2);
  expect(made[1]?.kiosk).toBe(true);
});

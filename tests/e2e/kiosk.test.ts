// A kiosk on a real desktop: it fills the screen whatever happens to it, rings as always, and only its code leads out.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { createCodes } from '../../electron/adapters/codes.ts';

let desktop: Desktop;
let backend: RunningBackend;
let counter: DrivenConsole;
beforeAll(async () => {
  desktop = await startDesktop();
  backend = await startBackend();
  const exitCode = await createCodes({ N: 16, r: 8, p: 1 }).hash('47114711');
  counter = await driveConsole({
    env: desktop.env,
    backend,
    // As at login: a kiosk is in sight all the same.
    words: ['--hidden'],
    policy: { settings: { kiosk: true }, kiosk: { exitCode } },
  });
  await counter.log.wait('window.shown');
});
afterAll(async () => {
  await counter.stop();
  await backend.stop();
  await desktop.stop();
});

const seen = () =>
  counter.app.evaluate(({ BrowserWindow, screen }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://counterbell/'),
    );
    const { bounds } = screen.getPrimaryDisplay();
    return {
      kiosk: window?.isKiosk(),
      onTop: window?.isAlwaysOnTop(),
      fills: JSON.stringify(window?.getBounds()) === JSON.stringify(bounds),
      visible: window?.isVisible(),
    };
  });
const filled = { kiosk: true, onTop: true, fills: true, visible: true };
const act = (what: 'crash' | 'shrink' | 'hide' | 'close') =>
  counter.app.evaluate(({ BrowserWindow, screen }, done) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://counterbell/'),
    );
    if (done === 'crash') window?.webContents.forcefullyCrashRenderer();
    if (done === 'hide') window?.hide();
    if (done === 'close') window?.close();
    if (done === 'shrink') {
      window?.setBounds({ x: 10, y: 10, width: 400, height: 500 });
      screen.emit('display-metrics-changed', {}, screen.getPrimaryDisplay(), ['bounds']);
    }
  }, what);
const page = () => counter.page();

test('it fills the screen, and is put up again whatever is done to it', async () => {
  await expect.poll(seen).toEqual(filled);
  await act('close');
  expect(await seen()).toMatchObject({ visible: true });
  await act('hide');
  await expect.poll(seen).toEqual(filled);
  await act('shrink');
  await expect.poll(seen).toEqual(filled);
  const shown = counter.log.count('window.shown');
  await act('crash');
  await counter.log.wait('window.shown', {}, shown + 1);
  await expect.poll(seen).toEqual(filled);
});

test('an order rings, is told and is answered in it, also over the pad that asks for the code', async () => {
  await counter.log.wait('status.changed', { status: 'live' });
  await desktop.tray.choose('Leave kiosk…');
  const pad = (await page()).getByRole('dialog', { name: 'Leave kiosk' });
  await pad.waitFor();
  await backend.place({ number: 'K1' });
  await desktop.notifications.wait('New order K1');
  await (await page()).getByRole('button', { name: /Stop bell/ }).click();
  await pad.getByLabel('Exit code').fill('000000');
  await pad.getByRole('button', { name: 'OK' }).click();
  await pad.getByText('That is not the exit code.').last().waitFor();
  expect(await seen()).toEqual(filled);
  await (await page()).keyboard.press('Escape');
});

test('there is no way to settings or out of the restaurant but the code; it leads out until somebody goes back', async () => {
  const menu = (await page()).getByRole('button', { name: 'Menu' });
  await menu.click();
  const items = (await page()).getByRole('menuitem');
  const named = await items.allTextContents();
  expect(named.join()).toContain('Leave kiosk');
  expect(named.join()).not.toMatch(/Settings|Quit|Full screen/);
  await items.filter({ hasText: 'Leave kiosk' }).click();
  const pad = (await page()).getByRole('dialog', { name: 'Leave kiosk' });
  await pad.getByLabel('Exit code').fill('47114711');
  await pad.getByRole('button', { name: 'OK' }).click();
  await expect.poll(seen).toMatchObject({ kiosk: false, onTop: false });
  await menu.click();
  await items.filter({ hasText: 'Kiosk…' }).click();
  await (await page()).getByRole('button', { name: 'Back to kiosk' }).click();
  await expect.poll(seen).toEqual(filled);
});

test('a machine that goes down is not held by it', async () => {
  const exited = new Promise((resolve) => counter.app.process().once('exit', resolve));
  await counter.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown'));
  expect(await exited).toBe(0);
  expect(counter.log.of('app.quitting')).toMatchObject([{ ending: 'session' }]);
  expect(JSON.stringify(counter.log.all())).not.toMatch(/47114711/);
});

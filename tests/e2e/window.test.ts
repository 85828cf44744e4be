// The window as a sandbox, and the life of the program around it: second launch, crash, close, quit.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import { driveConsole, spawnConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';

declare const window: { counterbell: CounterbellWindow } & Record<string, unknown>;

let desktop: Desktop;
let counter: DrivenConsole;

beforeAll(async () => {
  desktop = await startDesktop();
  counter = await driveConsole({ env: desktop.env });
  await counter.log.wait('window.shown');
});
afterAll(async () => {
  await counter?.stop();
  await desktop?.stop();
});

test('not enrolled, it says so and offers to set it up, and breaks none of its own rules', async () => {
  const page = await counter.page();
  await page.locator('input').first().waitFor();
  expect(page.url()).toBe('app://counterbell/index.html');
  await expect.poll(desktop.tray.tooltip).toContain('Not set up yet');
  expect(counter.log.count('csp.violation')).toBe(0);
});

test('the page has verbs and nothing else: no Node, no channels', async () => {
  const page = await counter.page();
  const reach = await page.evaluate(() => ({
    verbs: Object.keys(window.counterbell).toSorted(),
    node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
  }));
  expect(reach.node).toEqual([]);
  expect(reach.verbs).toEqual(
    [
      'answerOpening',
      'followSelfTest',
      'saveDiagnostics',
      'startSelfTest',
      'tryNotification',
      'ask',
      'quit',
      'stay',
      'quitAnyway',
      'closeWindow',
      'fullScreen',
      'enterKiosk',
      'liftKiosk',
      'leaveKiosk',
      'bellOutputs',
      'cancelQuery',
      'chooseHearing',
      'deleteInChat',
      'dropWritten',
      'linkPhone',
      'lookAtChat',
      'openAllNotifications',
      'openNotification',
      'removePhone',
      'renameDevice',
      'revokeDevice',
      'ringDevice',
      'touched',
      'tryBell',
      'tryWrittenAgain',
      'writeInChat',
      'changeSettings',
      'command',
      'dismissNotice',
      'dismissAnnouncement',
      'dismissRefused',
      'handled',
      'enrol',
      'leave',
      'onDelta',
      'stepIn',
      'stepOut',
      'stopBell',
      'tryNow',
      'undo',
      'view',
    ].toSorted(),
  );
  const preferences = await counter.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => {
      const { webContents } = one;
      return (
        webContents as typeof webContents & { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
    }),
  );
  for (const each of preferences)
    expect(each).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
});

test('no menu, and so no hidden shortcut to the developer tools', async () => {
  const page = await counter.page();
  expect(await counter.app.evaluate(({ Menu }) => Menu.getApplicationMenu())).toBeNull();
  for (const keys of ['Control+Shift+I', 'F12', 'Control+Shift+J']) await page.keyboard.press(keys);
  const opened = await counter.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((one) => one.webContents.isDevToolsOpened()),
  );
  expect(opened).toBe(false);
});

test('a request that does not fit the contract comes back as a value', async () => {
  const page = await counter.page();
  const answer = await page.evaluate(() => window.counterbell.undo({ order: '' }));
  expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
});

test('it cannot go anywhere, open a window, or ask for a device', async () => {
  const page = await counter.page();
  const tried = await page.evaluate(async () => {
    const outcome = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'allowed',
        () => 'denied',
      );
    globalThis.location.href = 'https://example.com/';
    return {
      opened: globalThis.open('https://example.com/') !== null,
      openedOwn: globalThis.open('app://counterbell/index.html') !== null,
      camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
      microphone: (await navigator.permissions.query({ name: 'microphone' })).state,
      notification: await Notification.requestPermission(),
      geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
      clipboard: await outcome(navigator.clipboard.readText()),
    };
  });
  expect(tried).toEqual({
    opened: false,
    openedOwn: false,
    camera: 'denied',
    microphone: 'denied',
    notification: 'denied',
    geolocation: 'denied',
    clipboard: 'denied',
  });
  await counter.log.wait('navigation.denied', { what: 'navigate' });
  await counter.log.wait('navigation.denied', { what: 'window' });
  expect(page.url()).toBe('app://counterbell/index.html');
});

test('a frame with the same bridge, but not our window, is not answered', async () => {
  const stranger = await counter.app.evaluate(async ({ BrowserWindow }, preload) => {
    const other = new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload } });
    await other.loadURL('app://counterbell/index.html');
    const answer: unknown = await other.webContents.executeJavaScript('window.counterbell.view()');
    other.destroy();
    return answer;
  }, `${projectRoot}/dist/electron/preload.cjs`);
  expect(stranger).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
});

test('nothing outside its folder is served, and the content policy holds', async () => {
  const page = await counter.page();
  const before = counter.log.count('csp.violation');
  const tried = await page.evaluate(async () => {
    const outside = (await fetch('app://counterbell/..%2felectron/main.js')).status;
    const elsewhere = await fetch('https://example.com/').then(
      () => 'allowed',
      () => 'denied',
    );
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.head.append(script);
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    return { outside, elsewhere, injected: 'injected' in window };
  });
  expect(tried).toEqual({ outside: 404, elsewhere: 'denied', injected: false });
  await until('three violations in the log', () => counter.log.count('csp.violation') >= before + 3, {
    seen: () => JSON.stringify(counter.log.of('csp.violation')),
  });
  await page.evaluate(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));
});

test('a second launch brings the window up, a hidden one does not', async () => {
  await counter.pressClose();
  await counter.log.wait('window.hidden');
  const shown = counter.log.count('window.shown');
  for (const words of [['--hidden'], []]) {
    const second = await spawnConsole({ env: desktop.env, userData: counter.userData, words });
    expect(await second.ended).toEqual({ code: 0, signal: null });
    await second.stop();
  }
  await counter.log.wait('window.shown', {}, shown + 1);
  // The hidden one came first: had it shown the window, there would be two lines by now.
  expect(counter.log.count('window.shown')).toBe(shown + 1);
});

test('beside a running console a verb does its work and says so', async () => {
  const verb = await spawnConsole({ env: desktop.env, userData: counter.userData, words: ['--version'] });
  expect(await verb.ended).toEqual({ code: 0, signal: null });
  expect(verb.printed()).toMatch(/^Counterbell \d+\.\d+\.\d+ \(Electron \d+/);
  await verb.stop();
});

test('a picture is left and the program ends by itself, counted from the first window', async () => {
  const file = path.join(counter.userData, 'shot.png');
  const words = [`--capture=${file}`, '--capture-after=0.5', '--quit-after-capture'];
  const photographer = await spawnConsole({ env: desktop.env, words });
  expect(await photographer.ended).toEqual({ code: 0, signal: null });
  const png = readFileSync(file);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(360);
  await photographer.stop();
});

test('a word that makes no sense is told, and nothing is started', async () => {
  const wrong = await spawnConsole({ env: desktop.env, words: ['--quit-after=soon'] });
  expect(await wrong.ended).toEqual({ code: 2, signal: null });
  expect(wrong.printed()).toContain('--quit-after wants a number of seconds');
  await wrong.stop();
});

test('a window whose page crashed comes back by itself', async () => {
  const shown = counter.log.count('window.shown');
  await counter.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().startsWith('app://counterbell/'))
      ?.webContents.forcefullyCrashRenderer(),
  );
  expect(await counter.log.wait('window.crashed')).toMatchObject({ reason: 'crashed' });
  await counter.log.wait('window.shown', {}, shown + 1);
});

test('quit in the tray ends the process, with everything written', async () => {
  const exited = new Promise((resolve) => counter.app.process().once('exit', resolve));
  await desktop.tray.choose('Quit');
  expect(await exited).toBe(0);
  expect(counter.log.all().at(-1)?.event).toBe('app.quit');
});

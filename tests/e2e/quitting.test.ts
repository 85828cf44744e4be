// Leaving the program on a real desktop: said once where a closed window goes, asked in opening hours, told to the backend.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import { demo, startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, spawnConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { programVerb } from '../support/program-verb.ts';

declare const window: { counterbell: CounterbellWindow };

let desktop: Desktop;
let backend: RunningBackend;
let counter: DrivenConsole;
beforeAll(async () => {
  desktop = await startDesktop();
  backend = await startBackend();
  counter = await driveConsole({ env: desktop.env, backend, firstClose: true });
  await counter.log.wait('status.changed', { status: 'live' });
});
afterAll(async () => {
  await counter.stop();
  await backend.stop();
  await desktop.stop();
});

const dialog = async (name: string) => (await counter.page()).getByRole('dialog', { name });
/** As the desktop sends it: before the page hears of it. */
const pressKeys = (keyCode: string, modifiers: 'control'[]) =>
  counter.app.evaluate(
    ({ BrowserWindow }, keys) => {
      const page = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith('app://counterbell/'),
      )?.webContents;
      page?.sendInputEvent({ type: 'keyDown', ...keys });
      page?.sendInputEvent({ type: 'keyUp', ...keys });
    },
    { keyCode, modifiers },
  );

test('the first time somebody closes the window it says where it goes, and then it goes there', async () => {
  await counter.pressClose();
  const said = await dialog('Counterbell goes on and rings');
  await said.getByText('goes on in the tray and rings for every order').waitFor();
  expect(counter.log.count('window.hidden')).toBe(0);
  await said.getByRole('button', { name: 'Close window' }).click();
  await counter.log.wait('window.hidden');
  await desktop.tray.choose('Open');
  await counter.log.wait('window.shown', {}, 2);
  await counter.pressClose();
  await counter.log.wait('window.hidden', {}, 2);
});

test('quitting in opening hours brings up a question, everything rings on, and whoever stays stays', async () => {
  await desktop.tray.choose('Quit');
  await counter.log.wait('window.shown', {}, 3);
  const question = await dialog('Quit Counterbell?');
  await question.getByText('Orders will not be heard on this device until it is started again.').waitFor();
  await backend.place({ number: 'Q1' });
  await desktop.notifications.wait('New order Q1');
  await question.getByText('1 order waits.').waitFor();
  const page = await counter.page();
  await page.getByRole('button', { name: /Stop bell/ }).click();
  await question.getByRole('button', { name: 'Stay open' }).nth(1).click();
  await question.waitFor({ state: 'detached' });
  await counter.log.wait('quit.stayed', { why: 'person' });
  // Asked again it is asked again; Escape is no yes.
  await pressKeys('q', ['control']);
  await question.waitFor();
  await page.keyboard.press('Escape');
  await counter.log.wait('quit.stayed', { why: 'person' }, 2);
  expect(counter.log.count('app.quitting')).toBe(0);
});

type Listed = {
  devices: { name: string; live: boolean; closed: { why: string; person: string | null } | null }[];
};

/** As a manager at another device sees it. */
async function seenByManager(): Promise<Listed['devices'][number] | undefined> {
  const ask = async (path: string, token: string | null, body: object) => {
    const headers = {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await fetch(backend.url + path, init)).json() as Promise<{ token: string }>;
  };
  const office = { code: demo.code, installId: randomUUID(), deviceName: 'Office' };
  const { token } = await ask('/enrol', null, office);
  const manager = await ask('/people/step-in', token, { pin: '333333' });
  const { devices } = (await backend.get('/devices', manager.token)) as Listed;
  // Without a keyring a start enrols anew: the newest is the one that runs.
  return devices.findLast(({ name }) => name === 'Counter');
}

test('meant, it ends by itself, and the backend is told who it was', async () => {
  const page = await counter.page();
  await page.evaluate(() => window.counterbell.stepIn({ pin: '1111' }));
  const exited = new Promise((resolve) => counter.app.process().once('exit', resolve));
  await pressKeys('q', ['control']);
  const question = await dialog('Quit Counterbell?');
  await question.getByRole('button', { name: 'Quit' }).click();
  // The watcher beside a packaged one takes this for an end that somebody wanted.
  expect(await exited).toBe(0);
  expect(counter.log.all().at(-1)?.event).toBe('app.quit');
  expect(await seenByManager()).toMatchObject({ live: false, closed: { why: 'quit', person: 'Mia' } });
});

test('where IT does not want it there is no way but the exit code, and a signal is not held; nobody is asked', async () => {
  const exitCode = (
    await programVerb(counter.userData, desktop.env, '--hash-exit-code=47114711')
  ).said.trim();
  const policy = { settings: { quitting: 'forbidden' as const }, kiosk: { exitCode } };
  const start = () => spawnConsole({ env: desktop.env, backend, policy, userData: counter.userData });
  const one = await start();
  await until('the tray without Quit', async () =>
    (await desktop.tray.menu()).some(({ label }) => label === 'Stays open: set by IT'),
  );
  expect((await desktop.tray.menu()).map(({ label }) => label)).not.toContain('Quit');
  expect(await programVerb(counter.userData, desktop.env, '--quit=000000')).toMatchObject({
    code: 1,
    said: expect.stringContaining('not the exit code'),
  });
  expect(await programVerb(counter.userData, desktop.env, '--quit=47114711')).toMatchObject({ code: 0 });
  expect((await one.ended).code).toBe(0);
  const live = one.log.of('status.changed').filter(({ status }) => status === 'live').length;
  const other = await start();
  await other.log.wait('status.changed', { status: 'live' }, live + 1);
  other.signal('SIGTERM');
  expect(await other.ended).toEqual({ code: 0, signal: null });
  expect(await seenByManager()).toMatchObject({ closed: { why: 'shutdown', person: null } });
  expect(JSON.stringify(other.log.all())).not.toContain('47114711');
});

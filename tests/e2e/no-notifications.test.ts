// Desktops that do not show notifications: nobody answers, somebody refuses, somebody never answers.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, spawnConsole, type DrivenConsole, type SpawnedConsole } from '../support/console.ts';
import { startBareDesktop, startDesktop, type Desktop } from '../support/desktop.ts';

let backend: RunningBackend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend?.stop());

test('without a notification service it says what is wrong and what to do, in the log and on the screen', async () => {
  const bare = await startBareDesktop();
  let counter: DrivenConsole | undefined;
  try {
    counter = await driveConsole({ env: bare.env, backend });
    await counter.log.wait('status.changed', { status: 'live' });
    const { order } = await backend.place();
    const line = await counter.log.wait('alert.failed', { number: order.number });
    expect(line.reason).toContain('org.freedesktop.DBus.Error.ServiceUnknown');
    expect(line.remedy).toContain('notification service');
    const page = await counter.page();
    await page
      .getByText(/notification/i)
      .first()
      .waitFor();
    // Nobody shows a tray either: a hidden window could not be found again.
    await counter.pressClose();
    const visible = await counter.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some((window) => window.isVisible() || window.isMinimized()),
    );
    expect(visible).toBe(true);
    expect(counter.log.count('window.hidden')).toBe(0);
  } finally {
    await counter?.stop();
    await bare.stop();
  }
});

test('a service that refuses, or never answers, is told apart, and stops nothing else', async () => {
  let desktop: Desktop | undefined;
  let counter: SpawnedConsole | undefined;
  try {
    desktop = await startDesktop('refuses');
    counter = await spawnConsole({ env: desktop.env, backend, words: ['--hidden'] });
    await counter.log.wait('status.changed', { status: 'live' });
    const refused = (await backend.place()).order.number;
    const failed = await counter.log.wait('alert.failed', { number: refused });
    expect(failed.reason).toContain('no room');

    desktop.notifications.setMood('never-answers');
    const silent = (await backend.place()).order.number;
    const unheard = await desktop.notifications.wait(`New order ${silent}`);
    // While one is waited for the next is already asked for: nothing in the console stands still.
    const next = (await backend.place()).order.number;
    const after = await desktop.notifications.wait(`New order ${next}`);
    const unanswered = await counter.log.wait('alert.unanswered', { number: silent });
    expect(Date.parse(unanswered.at)).toBeGreaterThan(after.at);
    expect(after.at).toBeGreaterThanOrEqual(unheard.at);
    expect(unanswered.remedy).toContain('does not answer');
  } finally {
    await counter?.stop();
    await desktop?.stop();
  }
});

// The built window in the runtime's own Chromium, with a view from the fixtures behind it instead of a console, and with
// a clock that stands still until a test moves it: on a busy machine nothing happens because time went by meanwhile.
import path from 'node:path';
import { _electron, type Page } from 'playwright';
import { sandboxWords, startXvfb } from '../../build/desktop.mjs';
import { projectRoot } from '../../build/paths.mjs';
import type { View } from '../../contract/view.ts';
import { runtimePath } from '../support/console.ts';
import { now } from './fixtures.ts';
import { servePreview, standIn } from './serve.ts';

declare global {
  interface Window {
    realFrame: typeof requestAnimationFrame;
  }
}

const frameMs = 20;

export type PreviewWindow = {
  page: Page;
  /** Shows the window anew, at a size, with one of the views it was opened with. */
  show(name: string, size?: [number, number]): Promise<void>;
  /** Lets the browser draw what is due at this moment of the standing clock. */
  drawn(): Promise<void>;
  /** Runs the clock, a frame at a time, until a frame changes nothing any more. */
  settled(): Promise<void>;
  /** Runs the clock for as long as something in the page takes that waits for timers. */
  running<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export async function openPreview(views: Record<string, View>): Promise<PreviewWindow> {
  const [screen, site, executablePath] = await Promise.all([
    startXvfb({ size: '2000x1200' }),
    servePreview(path.join(projectRoot, 'dist/renderer')),
    runtimePath(),
  ]);
  const app = await _electron.launch({
    executablePath,
    args: [...sandboxWords(), path.join(projectRoot, 'tests/support/browser')],
    env: { ...(process.env as Record<string, string>), ...screen.env },
    locale: 'en-GB',
  });
  const page = await app.firstWindow();
  // Kept from before the clock is replaced: what the browser measures, it tells in frames of its own.
  await page.addInitScript(() => {
    window.realFrame = requestAnimationFrame.bind(window);
  });
  // The clock runs from its installation on, and can only be stopped at a later moment.
  await page.clock.install({ time: now - 3_600_000 });
  await page.clock.pauseAt(now);
  // As text: of all that a file looks at, each page reads the one view that it shows.
  await page.addInitScript(
    standIn,
    Object.fromEntries(Object.entries(views).map(([name, one]) => [name, JSON.stringify(one)])),
  );

  let shown = 0;
  const drawn = () =>
    page.evaluate(
      () => new Promise<void>((resolve) => window.realFrame(() => window.realFrame(() => resolve()))),
    );
  async function settled(): Promise<void> {
    for (let frames = 0; frames < 100; frames += 1) {
      const before = await page.evaluate(() => document.body.innerHTML);
      await drawn();
      await page.clock.runFor(frameMs);
      await drawn();
      if ((await page.evaluate(() => document.body.innerHTML)) === before) return;
    }
    throw new Error('The window changes with every frame: it does not come to rest.');
  }

  async function running<T>(work: Promise<T>): Promise<T> {
    const over = new AbortController();
    const end = () => over.abort();
    work.then(end, end);
    while (!over.signal.aborted) await page.clock.runFor(frameMs);
    return work;
  }

  return {
    page,
    drawn,
    settled,
    running,
    async show(name, [width, height] = [1280, 800]) {
      await app.evaluate(
        ({ BrowserWindow }, [wide, high]) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(wide ?? 0, high ?? 0),
        [width, height],
      );
      await page.clock.setSystemTime(now);
      // Another address than the last one, so that it is loaded anew.
      await page.goto(`${site.url}?${(shown += 1)}#${name}`);
      await page.waitForFunction((wide) => innerWidth === wide, width);
      await page.locator('main').first().waitFor();
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      await settled();
    },
    async close() {
      await app.close();
      await site.close();
      await screen.stop();
    },
  };
}

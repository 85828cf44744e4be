// The built window in the runtime's own Chromium, with a view from the fixtures behind it instead of a console.
import path from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { sandboxWords, startXvfb } from '../../build/desktop.mjs';
import { projectRoot } from '../../build/paths.mjs';
import type { View } from '../../contract/view.ts';
import { runtimePath } from '../support/console.ts';
import { now } from './fixtures.ts';
import { servePreview, standIn } from './serve.ts';

export type PreviewWindow = {
  page: Page;
  /** Shows the window anew, at a size, with one of the views it was opened with. */
  show(name: string, size?: [number, number]): Promise<void>;
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
  await page.clock.install({ time: now });
  await page.addInitScript(standIn, views);
  return {
    page,
    async show(name, [width, height] = [1280, 800]) {
      await app.evaluate(
        ({ BrowserWindow }, [wide, high]) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(wide ?? 0, high ?? 0),
        [width, height],
      );
      await page.goto('about:blank');
      await page.goto(`${site.url}#${name}`);
      await page.waitForFunction((wide) => innerWidth === wide, width);
      await page.clock.runFor(50);
      await page.locator('main').first().waitFor();
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
    },
    async close() {
      await app.close();
      await site.close();
      await screen.stop();
    },
  };
}

// The runtime's Chromium as a plain browser, for the page a customer opens.
import path from 'node:path';
import { _electron, type Page } from 'playwright';
import { sandboxWords } from '../../build/desktop.mjs';
import { projectRoot } from '../../build/paths.mjs';
import { runtimePath } from './console.ts';

export type Browser = { page: Page; close(): Promise<void> };

export async function openBrowser(env: Record<string, string>): Promise<Browser> {
  const app = await _electron.launch({
    executablePath: await runtimePath(),
    args: [...sandboxWords(), path.join(projectRoot, 'tests/support/browser')],
    env: { ...(process.env as Record<string, string>), ...env },
  });
  return { page: await app.firstWindow(), close: () => app.close() };
}

// Has the program started anew once it has ended: the same words, and the window only if it is in sight now.
import type { App, BrowserWindow } from 'electron';
import { lately, mayRestart } from './faults.ts';
import { wordsForRestart } from './launch.ts';

export type Restarting = {
  app: Pick<App, 'relaunch'>;
  windows: () => Pick<BrowserWindow, 'isVisible'>[];
  words: readonly string[];
  restartedAt: readonly number[];
  now: () => number;
  /** An AppImage is started by its own name; what runs lies in a folder that goes away with it. */
  appImage: string | undefined;
};

/** False: that was done often enough of late. */
export function startAnew({ app, windows, words, restartedAt, now, appImage }: Restarting): boolean {
  if (!mayRestart(now(), restartedAt)) return false;
  const hidden = !windows().some((window) => window.isVisible());
  const args = wordsForRestart(words, [...lately(now(), restartedAt), now()], hidden);
  app.relaunch({ args, ...(appImage !== undefined && { execPath: appImage }) });
  return true;
}

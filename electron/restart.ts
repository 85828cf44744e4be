// Has the program started anew once it has ended: the same words, and the window only if it is in sight now.
import type { App, BrowserWindow } from 'electron';
import { lately, mayRestart } from './faults.ts';
import { wordsForRestart } from './launch.ts';
import type { LifeSign } from './watch/life-sign.ts';

export type Restarting = {
  app: Pick<App, 'relaunch'>;
  windows: () => Pick<BrowserWindow, 'isVisible'>[];
  words: readonly string[];
  restartedAt: readonly number[];
  now: () => number;
  /** An AppImage is started by its own name; what runs lies in a folder that goes away with it. */
  appImage: string | undefined;
  /** Where a watcher stands beside it, the watcher starts it. */
  lifeSign: Pick<LifeSign, 'again'> | null;
};

/** False: that was done often enough of late. */
export function startAnew(restarting: Restarting): boolean {
  const { app, windows, words, restartedAt, now, appImage, lifeSign } = restarting;
  if (!mayRestart(now(), restartedAt)) return false;
  const hidden = !windows().some((window) => window.isVisible());
  if (lifeSign !== null) {
    lifeSign.again(!hidden);
    return true;
  }
  const args = wordsForRestart(words, [...lately(now(), restartedAt), now()], hidden);
  app.relaunch({ args, ...(appImage !== undefined && { execPath: appImage }) });
  return true;
}

// What starts this very program again: the watcher where one lies beside it, which keeps it running.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';

type Started = Pick<NodeJS.Process, 'platform' | 'execPath' | 'env'>;

export function commandOfThis(
  app: Pick<App, 'isPackaged' | 'getAppPath'>,
  { platform, execPath, env }: Started,
  isThere: (file: string) => boolean = existsSync,
): string[] {
  // From source nobody watches: whoever works on it ends it as they like.
  if (!app.isPackaged) return [execPath, app.getAppPath()];
  // An AppImage is started by its own name; what runs lies in a folder that goes away with it.
  if (env.APPIMAGE !== undefined) return [env.APPIMAGE];
  const watcher = path.join(path.dirname(execPath), 'counterbell-watch');
  return [platform === 'linux' && isThere(watcher) ? watcher : execPath];
}

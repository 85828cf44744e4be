// Where a running console answers the program's verbs: a socket in a folder that only its user may enter, found again from
// the console's own folder.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isOurs } from '../place.ts';

export type ControlSurroundings = {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  uid: number | undefined;
};

export const thisUser = (): ControlSurroundings => ({
  platform: process.platform,
  env: process.env,
  uid: process.getuid?.(),
});

/**
 * The places to look for it, the likeliest first. A name in a folder of the system's is short enough for a socket whatever
 * the console's own folder is called. A verb may be run where the session's variables are not set.
 */
export function controlPlaces(folder: string, { platform, env, uid }: ControlSurroundings): string[] {
  const name = `counterbell-${createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 16)}`;
  // A pipe of Windows is its maker's and the administrators'.
  if (platform === 'win32') return [`\\\\.\\pipe\\${name}-${os.userInfo().username}`];
  const runtime = [env.XDG_RUNTIME_DIR, uid === undefined ? undefined : `/run/user/${uid}`];
  // An administrator reaches everybody's.
  const others = uid === 0 ? usersIn('/run/user') : [];
  const parents = [
    ...runtime.filter((parent) => parent !== undefined && parent !== ''),
    os.tmpdir(),
    ...others,
  ];
  return [...new Set(parents)].map((parent) => path.join(parent as string, `${name}.control`, 'socket'));
}

/** Anybody may have made a folder of that name where all may write. */
export const isTrusted = (place: string, { platform, uid }: ControlSurroundings): boolean =>
  platform === 'win32' || isOurs(path.dirname(place), uid === 0 ? undefined : uid);

function usersIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((user) => path.join(folder, user));
  } catch {
    return [];
  }
}

// One console per user-data folder; a second start only brings the first one's window up.
import { readlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from 'electron';
import type { Launch } from './launch.ts';
import { choosePlace, findShelter, knowsSession, whyUnwritable, type Place } from './place.ts';

type Locking = Pick<App, 'setPath' | 'getPath' | 'requestSingleInstanceLock'>;
type Wanted = Pick<Launch, 'userDataDir' | 'hidden'>;
export type Surroundings = {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  uid: number | undefined;
  isRunning: (pid: number) => boolean;
  unwritable?: typeof whyUnwritable;
};

/** null: another console has this folder, and was told to show its window. */
export function claimTheCounter(app: Locking, wanted: Wanted, around: Surroundings): Place | null {
  const folder = wanted.userDataDir === null ? app.getPath('userData') : path.resolve(wanted.userDataDir);
  const unwritable = (around.unwritable ?? whyUnwritable)(folder);
  if (lock(app, folder, wanted)) {
    if (unwritable === null) return place(folder, null, null, true);
    return place(folder, unwritable, shelterFor(folder, around), true);
  }
  // A lock that cannot be had means a console that has it, or a folder in which nobody can have one.
  if (unwritable === null || isHeld(folder, around)) return null;
  const shelter = shelterFor(folder, around);
  if (shelter !== null && !lock(app, shelter, wanted)) return null;
  return place(folder, unwritable, shelter, false);
}

const place = (folder: string, unwritable: string | null, shelter: string | null, lockable: boolean): Place =>
  choosePlace({ folder, unwritable, shelter, lockable, knowsSession: knowsSession(folder) });

function shelterFor(folder: string, { env, platform, uid }: Surroundings): string | null {
  const runtime = platform === 'linux' ? (env.XDG_RUNTIME_DIR ?? '') : '';
  return findShelter(folder, { parents: [...(runtime === '' ? [] : [runtime]), os.tmpdir()], uid });
}

/** The lock lies in the folder, which must be there. */
function lock(app: Locking, folder: string, { hidden }: Wanted): boolean {
  try {
    app.setPath('userData', folder);
    return app.requestSingleInstanceLock({ hidden });
  } catch {
    return false;
  }
}

/** Chromium's lock is a link that names machine and process; on Windows there is none to be looked at. */
function isHeld(folder: string, { platform, isRunning }: Surroundings): boolean {
  if (platform === 'win32') return false;
  try {
    const [, host, pid] = /^(.*)-(\d+)$/.exec(readlinkSync(path.join(folder, 'SingletonLock'))) ?? [];
    return host === os.hostname() && isRunning(Number(pid));
  } catch {
    return false;
  }
}

/** Also true of a process that is somebody else's. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What a second start sent along: at login, or by a shortcut of IT's, no window is wanted. */
export const isHidden = (sent: unknown): boolean =>
  typeof sent === 'object' && sent !== null && 'hidden' in sent && sent.hidden === true;

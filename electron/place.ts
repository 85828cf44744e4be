// Where the console keeps its things: in its own folder, or, where that cannot be written, as much of it as must be in a
// temporary one. A full disk, a read-only folder or somebody else's folder must not keep the bell from being rung.
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export type Place = {
  /** Its own, whether or not it can be written: what tells one console from another. */
  folder: string;
  /** Sessions and settings. */
  data: string;
  /** Where Chromium writes, and the lock against a second start lies. */
  profile: string;
  logs: string;
  /** Why it is not all in its own folder, in the system's words; null when it is. */
  trouble: string | null;
};

export type Seen = {
  folder: string;
  /** The temporary one; null when there is none either. */
  shelter: string | null;
  unwritable: string | null;
  lockable: boolean;
  /** It says there that this device is enrolled, and with what, or that it has left. */
  knowsSession: boolean;
};

export function choosePlace({ folder, shelter, unwritable, lockable, knowsSession }: Seen): Place {
  const elsewhere = shelter ?? folder;
  if (unwritable === null && lockable)
    return { folder, data: folder, profile: folder, logs: folder, trouble: null };
  return {
    folder,
    // A session that can be read rings, and what is pressed is sent, though nothing of it is kept. Without one it
    // takes a folder that can be written to become enrolled.
    data: knowsSession ? folder : elsewhere,
    profile: lockable ? folder : elsewhere,
    logs: elsewhere,
    trouble: `${folder}: ${unwritable ?? 'it cannot be locked against a second start'}`,
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Room for the first things a console writes. */
const roomBytes = 16 * 1024;

/** null: what is written there stays there. */
export function whyUnwritable(folder: string): string | null {
  // Of a name nobody can guess, and never through a link: what lies there already is not ours to empty.
  const probe = path.join(folder, `.room-${randomUUID()}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const handle = openSync(probe, 'wx', 0o600);
    try {
      writeFileSync(handle, Buffer.alloc(roomBytes));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return null;
  } catch (error) {
    return messageOf(error);
  } finally {
    removeQuietly(probe);
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nothing could be written nothing has to be removed.
  }
}

const pointerFile = z.object({ folder: z.string().nullable() });
const sessionFile = z.object({ sealed: z.string() });

/** An enrolment without its token is none: it takes a new one, and that takes a folder that can be written. */
export function knowsSession(folder: string): boolean {
  const read = <T>(file: string, shape: z.ZodType<T>): T =>
    shape.parse(JSON.parse(readFileSync(path.join(folder, 'sessions', file), 'utf8')));
  try {
    const { folder: current } = read('current', pointerFile);
    return current === null || read(path.join(path.basename(current), 'session'), sessionFile).sealed !== '';
  } catch {
    return false;
  }
}

export type ShelterOptions = { parents: readonly string[]; uid: number | undefined };

/**
 * The same one for the same folder at every start until the machine is started anew, so that a second start finds the
 * first. Anybody may have made a folder of that name where all may write: then one of another name.
 */
export function findShelter(folder: string, { parents, uid }: ShelterOptions): string | null {
  const name = `counterbell-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  for (const parent of parents) {
    const usual = path.join(parent, name);
    if (isOurs(usual, uid) && whyUnwritable(usual) === null) return usual;
    try {
      const other = mkdtempSync(path.join(parent, 'counterbell-'));
      if (whyUnwritable(other) === null) return other;
    } catch {
      // The next one may have room.
    }
  }
  return null;
}

/** Made when it is not there. */
export function isOurs(folder: string, uid: number | undefined): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
  }
  try {
    const there = lstatSync(folder);
    if (!there.isDirectory()) return false;
    return uid === undefined || (there.uid === uid && (there.mode & 0o077) === 0);
  } catch {
    return false;
  }
}

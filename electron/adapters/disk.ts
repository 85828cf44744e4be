// One folder of the file system as the core's Disk: durable when it answers, and failures are values.
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { openForAppending, type AppendFile } from './append-file.ts';
import type { Disk, DiskFailure, DiskResult } from '../../core/ports/disk.ts';

const kinds: Readonly<Record<string, DiskFailure['kind']>> = {
  ENOENT: 'missing',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EROFS: 'read-only',
  EACCES: 'denied',
  EPERM: 'denied',
};

export function asFailure(error: unknown): DiskFailure {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return { kind: kinds[code] ?? 'io', message: error instanceof Error ? error.message : String(error) };
}

async function attempt<T>(work: () => Promise<T>): Promise<DiskResult<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, failure: asFailure(error) };
  }
}

/** A name is only durable once its folder is; Windows cannot open folders and does it by itself. */
async function syncFolder(folder: string, platform: NodeJS.Platform): Promise<void> {
  if (platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const openForMs = 5000;

export function createDisk(root: string, platform: NodeJS.Platform = process.platform): Disk {
  function inside(relative: string): string {
    const parts = relative.split('/');
    if (relative === '' || parts.some((part) => part === '' || part === '.' || part === '..')) {
      throw new Error(`"${relative}" is not a path inside ${root}`);
    }
    return path.join(root, ...parts);
  }

  /** The file appended to last. */
  let journal: AppendFile | null = null;
  let release: NodeJS.Timeout | undefined;
  async function letGo(): Promise<void> {
    clearTimeout(release);
    const last = journal;
    journal = null;
    await last?.close();
  }

  async function begin(target: string): Promise<AppendFile> {
    await letGo();
    journal = await openForAppending(target, platform);
    return journal;
  }

  /** Makes the folders above a file, each of them durable. */
  async function makeFolder(folder: string): Promise<void> {
    const topmostMade = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (topmostMade === undefined) return;
    for (let made = folder; made.length >= topmostMade.length; made = path.dirname(made)) {
      await syncFolder(path.dirname(made), platform);
    }
  }

  async function write(file: string, flags: string, bytes: Uint8Array): Promise<void> {
    const handle = await open(file, flags, 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  return {
    read: (file) => attempt(() => readFile(inside(file))),

    append: (name, bytes, at) =>
      attempt(async () => {
        const target = inside(name);
        clearTimeout(release);
        const file = journal?.path === target ? journal : await begin(target);
        try {
          await file.append(bytes, at);
          // A disk on which nothing is open can be unmounted, backed up or made read-only.
          release = setTimeout(() => void letGo().catch(() => undefined), openForMs).unref();
        } catch (error) {
          await letGo();
          throw error;
        }
      }),

    replace: (file, bytes) =>
      attempt(async () => {
        const target = inside(file);
        const folder = path.dirname(target);
        const half = path.join(folder, `.${path.basename(target)}.new`);
        await letGo();
        await makeFolder(folder);
        try {
          await write(half, 'w', bytes);
          await rename(half, target);
        } catch (error) {
          await rm(half, { force: true }).catch(() => undefined);
          throw error;
        }
        await syncFolder(folder, platform);
      }),

    truncate: (file, length) =>
      attempt(async () => {
        await letGo();
        const handle = await open(inside(file), 'r+');
        try {
          await handle.truncate(length);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),

    rename: (from, to) =>
      attempt(async () => {
        const target = inside(to);
        await letGo();
        await makeFolder(path.dirname(target));
        await rename(inside(from), target);
        await syncFolder(path.dirname(target), platform);
        if (path.dirname(inside(from)) !== path.dirname(target)) {
          await syncFolder(path.dirname(inside(from)), platform);
        }
      }),

    list: (folder) =>
      attempt(async () => {
        try {
          return (await readdir(inside(folder))).filter((name) => !/^\..*\.new$/.test(name)).toSorted();
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
          throw error;
        }
      }),

    remove: (file) =>
      attempt(async () => {
        const target = inside(file);
        await letGo();
        await rm(target, { recursive: true, force: true });
        await syncFolder(path.dirname(target), platform).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
        });
      }),
  };
}

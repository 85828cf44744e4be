// Writes a file that is there wholly or not at all, also when the power goes a moment later.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

export type WholeFileDisk = {
  open(file: string): Promise<FileHandle>;
  rename(from: string, to: string): Promise<void>;
  syncFolder(folder: string): void;
};

/** Only for its owner, and never through a link that somebody laid there. */
const disk: WholeFileDisk = { open: (file) => open(file, 'wx', 0o600), rename, syncFolder };

/**
 * The content reaches the disk before the name does, and the name before this answers: otherwise a power cut leaves a
 * file of the right name with nothing in it, in place of the one before.
 */
export async function writeWhole(
  file: string,
  fill: (handle: FileHandle) => Promise<void>,
  on: WholeFileDisk = disk,
): Promise<void> {
  const making = `${file}.${process.pid}.part`;
  // Left by one that was killed, or laid there by somebody.
  await rm(making, { force: true });
  const handle = await on.open(making);
  try {
    try {
      await fill(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await on.rename(making, file);
  } catch (error) {
    await rm(making, { force: true });
    throw error;
  }
  on.syncFolder(path.dirname(path.resolve(file)));
}

/** Makes a rename last. Windows does not open folders; there, the system writes names down by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

// The per-user cache of Electron runtimes: shared by every checkout, filled in one step, checked when used.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const listName = 'counterbell-files.json';

/**
 * @param {{ platform?: string, env?: Record<string, string | undefined>, home?: string }} [machine]
 */
export function cacheFolder({ platform = process.platform, env = process.env, home = os.homedir() } = {}) {
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'counterbell', 'Cache');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'counterbell');
  return path.join(env.XDG_CACHE_HOME || path.join(home, '.cache'), 'counterbell');
}

/** @param {string} folder */
const sizesIn = (folder) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== listName)
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), statSync(file).size];
      }),
  );

/**
 * Whether a cached folder still holds every file with the size it had when it was filled. A list that is
 * missing means that filling was interrupted.
 * @param {string} folder
 */
export function isWhole(folder) {
  try {
    /** @type {Record<string, number>} */
    const sizes = JSON.parse(readFileSync(path.join(folder, listName), 'utf8'));
    return (
      Object.keys(sizes).length > 0 &&
      Object.entries(sizes).every(([file, size]) => statSync(path.join(folder, file)).size === size)
    );
  } catch {
    return false;
  }
}

/**
 * Removes what a process left behind that was ended while it filled the cache.
 * @param {string} folder
 */
function removeLeftovers(folder) {
  const start = `${path.basename(folder)}.making-`;
  for (const name of readdirSync(path.dirname(folder)).filter((one) => one.startsWith(start))) {
    try {
      process.kill(Number.parseInt(name.slice(start.length), 10), 0);
    } catch {
      rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true });
    }
  }
}

/**
 * Gives the folder of a cached thing, filling it first when it is not there or not whole.
 * @param {string} folder
 * @param {(making: string) => Promise<void>} fill writes into a folder beside the final one
 */
export async function cached(folder, fill) {
  if (isWhole(folder)) return folder;
  mkdirSync(path.dirname(folder), { recursive: true });
  removeLeftovers(folder);
  const making = `${folder}.making-${process.pid}-${Date.now()}`;
  try {
    mkdirSync(making);
    await fill(making);
    writeFileSync(path.join(making, listName), JSON.stringify(sizesIn(making)));
    // Another checkout may have filled it meanwhile: then its copy is as good as ours.
    if (!isWhole(folder)) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(making, folder);
    }
  } finally {
    if (existsSync(making)) rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

// Where a start from source keeps what it writes: a folder per start, or one that stays for `--keep`.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @param {{ platform?: string, env?: Record<string, string | undefined>, home?: string }} [machine] */
export function dataFolder({ platform = process.platform, env = process.env, home = os.homedir() } = {}) {
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'Counterbell from source');
  if (platform === 'darwin')
    return path.join(home, 'Library', 'Application Support', 'Counterbell from source');
  return path.join(env.XDG_DATA_HOME || path.join(home, '.local', 'share'), 'counterbell-from-source');
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * One start at a time keeps on with what was kept: two would share a database, a policy and a console.
 * @param {string} file
 */
function claim(file) {
  const other = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (other > 0 && other !== process.pid && lives(other))
    throw new Error(
      `Another start already uses what --keep or --backend keeps (process ${other}). Stop that one first, or start without.`,
    );
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, String(process.pid));
  process.once('exit', () => rmSync(file, { force: true }));
}

/**
 * A fresh start gets a folder of its own, so that two of them never share orders; those of starts that have
 * ended are removed then, not before: their logs can be read until the next start.
 * @param {{ kept: boolean, base?: string }} options
 */
export function folderForStart({ kept, base = dataFolder() }) {
  mkdirSync(base, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(base)) {
    const pid = /^start-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !lives(Number(pid)))
      rmSync(path.join(base, name), { recursive: true, force: true });
  }
  const folder = kept ? path.join(base, 'kept') : mkdtempSync(path.join(base, `start-${process.pid}-`));
  if (kept) claim(path.join(folder, 'in-use'));
  for (const part of ['backend', 'console', 'logs']) mkdirSync(path.join(folder, part), { recursive: true });
  return folder;
}

/**
 * The policy file that the system's administrator made, which a start from source must not override.
 * @param {{ platform?: string, env?: Record<string, string | undefined> }} [machine]
 */
export function systemPolicy({ platform = process.platform, env = process.env } = {}) {
  const file =
    platform === 'win32'
      ? path.join(env.ProgramData ?? 'C:\\ProgramData', 'Counterbell', 'policy.json')
      : platform === 'darwin'
        ? '/Library/Application Support/Counterbell/policy.json'
        : '/etc/counterbell/policy.json';
  return existsSync(file) ? file : undefined;
}

// Where a start from source keeps what it writes: a folder per start, or one that stays for `--keep`.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

// macOS and Windows show notifications only of programs they know by an id of their own. A package has one; a
// start from source runs somebody else's executable and needs what is done here. Linux needs nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './paths.mjs';
import { cached, cacheFolder } from './runtime/cache.mjs';

/** @typedef {import('./runtime/resolve.mjs').Runtime} Runtime */

export const appId = 'io.counterbell.console';

/**
 * @param {string} program
 * @param {readonly string[]} words
 */
function run(program, words) {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${program} failed: ${error?.message ?? stderr.trim().split('\n')[0] ?? status}`);
}

/**
 * What has to be changed in a copy of Electron.app: its id and names, and then its signature, which since
 * Electron 42 is a condition for notifications (https://www.electronjs.org/docs/latest/tutorial/notifications).
 * @param {string} bundle
 * @returns {[string, string[]][]}
 */
export function macSteps(bundle) {
  const plist = path.join(bundle, 'Contents', 'Info.plist');
  const replace = (/** @type {string} */ key, /** @type {string} */ value) =>
    /** @type {[string, string[]]} */ (['plutil', ['-replace', key, '-string', value, plist]]);
  return [
    replace('CFBundleIdentifier', `${appId}.source`),
    replace('CFBundleName', 'Counterbell'),
    replace('CFBundleDisplayName', 'Counterbell (from source)'),
    ['codesign', ['--force', '--deep', '--sign', '-', bundle]],
  ];
}

/** @param {Runtime} runtime */
async function macCopy(runtime) {
  const folder = path.join(cacheFolder(), 'from-source', `electron-${runtime.version}-${process.arch}`);
  await cached(folder, async (making) => {
    const bundle = path.join(making, 'Counterbell.app');
    // ditto keeps the links inside frameworks, which a plain copy would turn into files.
    run('ditto', [path.join(runtime.dist, 'Electron.app'), bundle]);
    for (const [program, words] of macSteps(bundle)) run(program, words);
  });
  return path.join(folder, 'Counterbell.app', 'Contents', 'MacOS', 'Electron');
}

/**
 * The shortcut's target is the runtime itself with this checkout as its app, so that a click on a notification
 * in the Action Center starts the right program.
 * @param {Runtime} runtime
 */
function windowsShortcut(runtime) {
  if (!process.env.APPDATA) throw new Error('APPDATA is not set');
  const programs = path.join(process.env.APPDATA, 'Microsoft', 'Windows', 'Start Menu', 'Programs');
  const file = path.join(programs, 'Counterbell (from source).lnk');
  if (existsSync(file)) return;
  mkdirSync(programs, { recursive: true });
  const maker = fileURLToPath(new URL('./windows-shortcut', import.meta.url));
  run(runtime.path, [maker, JSON.stringify({ file, target: runtime.path, app: projectRoot, appId })]);
}

/**
 * @param {Runtime} runtime
 * @param {{ platform?: string, say?: (line: string) => void }} [options]
 * @returns {Promise<string>} the executable to start
 */
export async function prepareNotifications(runtime, { platform = process.platform, say = console.log } = {}) {
  try {
    if (platform === 'darwin') return await macCopy(runtime);
    if (platform === 'win32') windowsShortcut(runtime);
  } catch (error) {
    // The bell and the window work all the same, so this is said and not fatal.
    const why = error instanceof Error ? error.message : error;
    say(`notifications may not be shown, because the system could not be told about this program: ${why}`);
  }
  return runtime.path;
}

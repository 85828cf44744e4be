// Where the project lies, so that every command works from any folder.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The nearest folder above that holds package.json. Looked for, as this module may have been bundled into a
 * tool in dist/tools/.
 * @param {string} folder
 * @returns {string}
 */
function rootAbove(folder) {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error('package.json was not found in any folder above the program.');
  return rootAbove(above);
}

export const projectRoot = rootAbove(path.dirname(fileURLToPath(import.meta.url)));

/**
 * True when the script of this name in build/ was started, false when it was imported or bundled.
 * @param {string} script
 */
export function isProgram(script) {
  const started = process.argv[1];
  return started !== undefined && path.resolve(started) === path.join(projectRoot, 'build', script);
}

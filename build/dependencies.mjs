// Makes sure that the packages of the lockfile are installed, before anything imports one of them.
// Node built-ins only: this runs first on a fresh machine.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.mjs';

/**
 * @param {string} version such as 20.19.0
 * @returns {{ works: boolean, recommended: boolean }}
 */
export function judgeNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const works = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return { works, recommended: major >= 24 };
}

/**
 * Stops a start on a Node which the tools cannot run on, and says one line on one that is merely old.
 * @param {{ version?: string, say?: (line: string) => void }} [options]
 */
export function checkNode({ version = process.versions.node, say = console.log } = {}) {
  const { works, recommended } = judgeNode(version);
  if (!works)
    throw new Error(
      `Node ${version} is too old for Counterbell's tools. Install Node 24 (or at least 20.19 or 22.12) and run the command again.`,
    );
  if (!recommended) say(`Node ${version} works; Node 24 is recommended.`);
}

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile
 */

/**
 * What the lockfile wants and node_modules does not have. npm keeps the list of what it installed in
 * node_modules/.package-lock.json, so nothing has to be stamped by us, and `npm install NAME` counts too.
 * @param {Lockfile} wanted
 * @param {Lockfile} installed
 */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted.packages ?? {})
    .filter(([place, wants]) => {
      if (place === '' || wants.optional || wants.devOptional || wants.link) return false;
      return installed.packages?.[place]?.version !== wants.version;
    })
    .map(([place]) => place.replace(/^.*node_modules\//, ''));
}

/**
 * @param {string} root
 * @returns {string | undefined} why an installation is needed
 */
export function whyInstall(root) {
  const installedFile = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return 'nothing is installed yet';
  /** @type {Lockfile} */
  let installed;
  try {
    installed = JSON.parse(readFileSync(installedFile, 'utf8'));
  } catch {
    return 'the last installation was interrupted';
  }
  const missing = missingPackages(
    JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')),
    installed,
  );
  if (missing.length === 0) return undefined;
  const named = missing.slice(0, 3).join(', ');
  return `package-lock.json changed: ${named}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}`;
}

/**
 * Runs `npm ci`. The npm that started us is used when there is one, as the one on the PATH may be another.
 * @param {string} root
 * @returns {Promise<number>} its exit code
 */
function runNpmCi(root) {
  const npm = process.env.npm_execpath;
  const throughNode = npm !== undefined && /\.c?js$/.test(npm);
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = throughNode
      ? spawn(process.execPath, [npm, ...words], { cwd: root, stdio: 'inherit' })
      : spawn('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {{ root?: string, say?: (line: string) => void, install?: (root: string) => Promise<number> }} [options]
 */
export async function ensureDependencies({ root = projectRoot, say = console.log, install = runNpmCi } = {}) {
  const why = whyInstall(root);
  if (why === undefined) return;
  say(`installing packages with npm ci (${why})`);
  const began = performance.now();
  const code = await install(root);
  if (code !== 0)
    throw new Error(
      `npm ci ended with code ${code}; its own message is above. Check the network and npm's registry setting, then run the command again.`,
    );
  say(`packages installed (${((performance.now() - began) / 1000).toFixed(0)} s)`);
}

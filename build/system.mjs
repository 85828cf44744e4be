// The packages of the operating system that an Electron window, a virtual desktop and the tests need. On Debian
// and Ubuntu root gets them installed; everybody else gets the exact line to run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** @typedef {'window' | 'virtual desktop' | 'tests'} Need */

/** @type {Record<Need, readonly string[]>} */
const packages = {
  window: [
    'libnss3',
    'libgtk-3-0',
    'libgbm1',
    'libasound2',
    'libxss1',
    'libnotify4',
    'libatk-bridge2.0-0',
    'libcups2',
    'libdrm2',
    'libxtst6',
  ],
  'virtual desktop': ['xvfb', 'dbus', 'dunst'],
  tests: ['postgresql', 'libxml2-utils', 'iproute2', 'pulseaudio', 'pulseaudio-utils'],
};

/** What to look for where there is no dpkg to ask. */
const programs = {
  window: [],
  'virtual desktop': ['Xvfb', 'dbus-daemon', 'dbus-send', 'dunst'],
  tests: [],
};

/**
 * @typedef {object} Machine how this module reaches the system
 * @property {string} platform
 * @property {number | undefined} uid
 * @property {Record<string, string | undefined>} env
 * @property {(program: string, words: readonly string[]) => { code: number, output: string }} run
 * @property {(words: readonly string[]) => number} install runs apt-get with its output on the terminal
 */

/** @type {Machine} */
const thisMachine = {
  platform: process.platform,
  uid: process.getuid?.(),
  env: process.env,
  run(program, words) {
    const { status, stdout } = spawnSync(program, words, { encoding: 'utf8' });
    return { code: status ?? 127, output: stdout ?? '' };
  },
  install(words) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync('apt-get', words, { stdio: ['ignore', 'ignore', 'inherit'], env }).status ?? 127;
  },
};

/**
 * Since 2024 some libraries carry another name because of their 64-bit times: libgtk-3-0 is libgtk-3-0t64.
 * @param {string} name
 */
const namesOf = (name) => (name.startsWith('lib') ? [name, `${name}t64`] : [name]);

/**
 * @param {readonly string[]} wanted
 * @param {Machine} machine
 */
function missingFromDpkg(wanted, machine) {
  const { output } = machine.run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n']);
  const present = new Set(
    output
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, status]) => status === 'installed')
      .map(([name]) => name),
  );
  return wanted.filter((name) => !namesOf(name).some((one) => present.has(one)));
}

/**
 * The name under which this release of the system can install a package; undefined when it knows none.
 * @param {string} name
 * @param {Machine} machine
 */
function installable(name, machine) {
  return namesOf(name)
    .toReversed()
    .find((one) => /Candidate: (?!\(none\))/.test(machine.run('apt-cache', ['policy', one]).output));
}

/**
 * @param {readonly Need[]} needs
 * @param {{ machine?: Machine, say?: (line: string) => void }} [options]
 */
export function ensureSystem(needs, { machine = thisMachine, say = console.log } = {}) {
  if (machine.platform !== 'linux') return;
  if (machine.run('dpkg-query', ['--version']).code !== 0) {
    const folders = (machine.env.PATH ?? '').split(path.delimiter);
    const missing = needs
      .flatMap((need) => programs[need])
      .filter((program) => !folders.some((folder) => existsSync(path.join(folder, program))));
    if (missing.length > 0)
      throw new Error(
        `Missing on this system: ${missing.join(', ')}. Install them with its package manager and run the command again.`,
      );
    return;
  }

  const missing = missingFromDpkg(
    needs.flatMap((need) => packages[need]),
    machine,
  );
  if (missing.length === 0) return;
  if (machine.uid !== 0) {
    const names = missing.map((name) => installable(name, machine) ?? name).join(' ');
    throw new Error(
      `Packages of the system are missing. Run this line, then the command again:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}`,
    );
  }
  const update = () => {
    say('asking the system for its list of packages (apt-get update)');
    machine.install(['update', '-qq']);
  };
  const names = () => missing.map((name) => installable(name, machine) ?? name);
  const install = () => {
    say(`installing packages of the system: ${names().join(' ')}`);
    return machine.install(['install', '-y', '-qq', '--no-install-recommends', ...names()]);
  };
  const listIsOld = missing.some((name) => installable(name, machine) === undefined);
  if (listIsOld) update();
  let code = install();
  if (code !== 0 && !listIsOld) {
    // An old list names files which the server has replaced since.
    update();
    code = install();
  }
  if (code !== 0)
    throw new Error(
      `apt-get ended with code ${code}; its own message is above. What is needed: ${names().join(' ')}`,
    );
}

/**
 * The shared libraries that a program asks for and the system does not have.
 * @param {string} executable
 * @param {Machine} [machine]
 */
export function missingLibraries(executable, machine = thisMachine) {
  if (machine.platform !== 'linux') return [];
  const { output } = machine.run('ldd', [executable]);
  return output
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? '');
}

/** @param {string} executable */
export function checkLibraries(executable) {
  const missing = missingLibraries(executable);
  if (missing.length > 0)
    throw new Error(
      `Electron needs libraries which this system does not have: ${missing.join(', ')}. Install them with its package manager and run the command again.`,
    );
}

import { expect, test } from 'vitest';
import { ensureSystem, missingLibraries, type Machine } from './system.mjs';

/** A Debian with these packages installed and those to be had. */
function debian(options: {
  installed?: string[];
  known?: string[];
  later?: string[];
  uid?: number;
  apt?: number;
}) {
  const calls: string[] = [];
  let known = options.known ?? [];
  const machine: Machine = {
    platform: 'linux',
    uid: options.uid ?? 0,
    env: {},
    run(program, words) {
      if (program === 'apt-cache') {
        const found = known.includes(words[1] ?? '');
        return { code: 0, output: found ? `${words[1]}:\n  Candidate: 1.0\n` : '' };
      }
      const lines = (options.installed ?? []).map((name) => `${name} installed\n`);
      return { code: 0, output: lines.join('') };
    },
    install(words) {
      calls.push(words.join(' '));
      if (words[0] === 'update') known = [...known, ...(options.later ?? [])];
      return options.apt ?? 0;
    },
  };
  return { machine, calls };
}
const desktop = ['xvfb', 'dbus', 'dunst'];

test('what is installed is not installed again, also under its newer name', () => {
  const libraries = ['libnss3', 'libgbm1', 'libxss1', 'libnotify4', 'libdrm2', 'libxtst6'];
  const renamed = ['libgtk-3-0t64', 'libasound2t64', 'libatk-bridge2.0-0t64', 'libcups2t64'];
  const { machine, calls } = debian({ installed: [...libraries, ...renamed] });
  ensureSystem(['window'], { machine });
  expect(calls).toEqual([]);
});

test('a package that was removed but left its settings is missing', () => {
  const { machine, calls } = debian({ known: desktop });
  const run = machine.run;
  machine.run = (program, words) =>
    program === 'dpkg-query'
      ? { code: 0, output: 'xvfb config-files\ndbus installed\ndunst installed\n' }
      : run(program, words);
  ensureSystem(['virtual desktop'], { machine, say: () => undefined });
  expect(calls).toEqual(['install -y -qq --no-install-recommends xvfb']);
});

test('root gets what is missing installed, named on the terminal, with the list of packages asked for once', () => {
  const { machine, calls } = debian({ installed: ['dbus'], later: desktop });
  const said: string[] = [];
  ensureSystem(['virtual desktop'], { machine, say: (line) => said.push(line) });
  expect(calls).toEqual(['update -qq', 'install -y -qq --no-install-recommends xvfb dunst']);
  expect(said.at(-1)).toBe('installing packages of the system: xvfb dunst');
});

test('the name is the one which this release of the system has', () => {
  const { machine, calls } = debian({
    installed: [
      'libnss3',
      'libgbm1',
      'libxss1',
      'libnotify4',
      'libdrm2',
      'libxtst6',
      'libcups2',
      'libgtk-3-0',
    ],
    known: ['libasound2t64', 'libatk-bridge2.0-0'],
  });
  ensureSystem(['window'], { machine, say: () => undefined });
  expect(calls).toEqual(['install -y -qq --no-install-recommends libasound2t64 libatk-bridge2.0-0']);
});

test('everybody else gets the exact line to run, and the command stops', () => {
  const { machine, calls } = debian({ installed: ['dbus'], known: desktop, uid: 1000 });
  expect(() => ensureSystem(['virtual desktop'], { machine })).toThrow(
    /sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb dunst$/,
  );
  expect(calls).toEqual([]);
});

test('a failing apt-get stops the command', () => {
  const { machine } = debian({ known: desktop, apt: 100 });
  expect(() => ensureSystem(['virtual desktop'], { machine, say: () => undefined })).toThrow(
    /ended with code 100/,
  );
});

test('an old list of packages is renewed once', () => {
  const { machine, calls } = debian({ known: desktop, apt: 100 });
  expect(() => ensureSystem(['virtual desktop'], { machine, say: () => undefined })).toThrow();
  expect(calls.map((call) => call.split(' ')[0])).toEqual(['install', 'update', 'install']);
});

test('without dpkg the programs are looked for by name', () => {
  const { machine } = debian({});
  machine.run = () => ({ code: 127, output: '' });
  machine.env = { PATH: '/nowhere' };
  expect(() => ensureSystem(['virtual desktop'], { machine })).toThrow(/Xvfb, dbus-daemon, dbus-send, dunst/);
  ensureSystem(['window'], { machine });
});

test('nothing is needed on macOS and Windows', () => {
  const { machine, calls } = debian({});
  for (const platform of ['darwin', 'win32'])
    ensureSystem(['window', 'tests'], { machine: { ...machine, platform } });
  expect(calls).toEqual([]);
});

test('missing libraries are read from ldd', () => {
  const { machine } = debian({});
  machine.run = () => ({
    code: 0,
    output: '\tlibnss3.so => /lib/libnss3.so (0x1)\n\tlibgtk-3.so.0 => not found\n',
  });
  expect(missingLibraries('/electron', machine)).toEqual(['libgtk-3.so.0']);
});

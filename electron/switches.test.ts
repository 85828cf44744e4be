import { expect, test } from 'vitest';
import { refusedSwitch } from './switches.ts';

const packaged = { packaged: true, platform: 'linux', uid: 1000 } as const;

test.each([
  ['--remote-debugging-port=9222', '--remote-debugging-port'],
  ['--remote-debugging-pipe', '--remote-debugging-pipe'],
  ['-remote-debugging-port=0', '--remote-debugging-port'],
  ['--inspect-brk', '--inspect-brk'],
  ['--js-flags=--expose-gc', '--js-flags'],
  ['--no-sandbox', '--no-sandbox'],
  ['--ignore-certificate-errors-spki-list=x', '--ignore-certificate-errors-spki-list'],
  ['--disable-site-isolation-trials', '--disable-site-isolation-trials'],
  ['--host-resolver-rules=MAP * 127.0.0.1', '--host-resolver-rules'],
  ['--ssl-key-log-file=keys', '--ssl-key-log-file'],
])('a packaged console refuses %s', (word, name) => {
  expect(refusedSwitch(['/app', '--hidden', word], packaged)).toBe(name);
});

test('so it does on Windows with a slash and in capitals', () => {
  expect(refusedSwitch(['/Remote-Debugging-Port=1'], { ...packaged, platform: 'win32' })).toBe(
    '--remote-debugging-port',
  );
  expect(refusedSwitch(['/remote-debugging-port'], packaged)).toBeNull();
});

test('what opens nothing is left to Chromium and the desktop', () => {
  const words = [
    '--hidden',
    '--user-data-dir=/inspect',
    '--ozone-platform=wayland',
    '--disable-gpu',
    '--lang=de',
  ];
  expect(refusedSwitch(words, packaged)).toBeNull();
});

test('root may go without the sandbox, as it has to', () => {
  expect(refusedSwitch(['--no-sandbox'], { ...packaged, uid: 0 })).toBeNull();
});

test('run from source it takes them all', () => {
  expect(
    refusedSwitch(['--remote-debugging-port=0', '--inspect=0'], { ...packaged, packaged: false }),
  ).toBeNull();
});

import { expect, test } from 'vitest';
import { helpText, readLaunch } from './launch.ts';

const plain = {
  verb: null,
  out: null,
  userDataDir: null,
  hidden: false,
  capture: null,
  quitAfterSeconds: null,
};

test.each([
  [[], plain],
  [['/path/to/app', '--no-sandbox', '--type=x', '--inspect=0'], plain],
  [['--hidden', '--user-data-dir=/a b/c=d'], { ...plain, hidden: true, userDataDir: '/a b/c=d' }],
  [
    ['--capture=shot.png', '--capture-after=1.5', '--quit-after-capture', '--quit-after=40'],
    {
      ...plain,
      capture: { file: 'shot.png', afterSeconds: 1.5, thenQuit: true },
      quitAfterSeconds: 40,
    },
  ],
  [['--capture=shot.png'], { ...plain, capture: { file: 'shot.png', afterSeconds: 2, thenQuit: false } }],
  [['--version', '--out=v.txt'], { ...plain, verb: 'version', out: 'v.txt' }],
  [['--help'], { ...plain, verb: 'help' }],
])('%j', (words, launch) => {
  expect(readLaunch(words)).toEqual({ ok: true, launch });
});

test.each(['--quit-after=soon', '--quit-after=', '--capture-after=-1', '--capture=', '--user-data-dir'])(
  '%s is told',
  (word) => {
    const read = readLaunch([word]);
    expect(read.ok).toBe(false);
    expect(!read.ok && read.message).toContain(word.split('=')[0]);
  },
);

test('the help names every word that is read', () => {
  for (const word of ['hidden', 'user-data-dir', 'capture', 'capture-after', 'quit-after', 'version', 'out'])
    expect(helpText).toContain(`--${word}`);
});

import { expect, test } from 'vitest';
import path from 'node:path';
import { helpText, readLaunch, verbs, wordsForFolder, wordsForRestart } from './launch.ts';

const plain = {
  verb: null,
  verbValue: null,
  json: false,
  out: null,
  userDataDir: null,
  hidden: false,
  capture: null,
  quitAfterSeconds: null,
  lifeFile: null,
  cameBack: null,
  restartedAt: [],
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
  [['--status', '--json'], { ...plain, verb: 'status', json: true }],
  [['--check-policy=/a b.json'], { ...plain, verb: 'check-policy', verbValue: '/a b.json' }],
  [['--life-file=/run/life', '--came-back=137'], { ...plain, lifeFile: '/run/life', cameBack: '137' }],
  [
    ['--restarted-at=1700000000000,x,1700000000001'],
    { ...plain, restartedAt: [1700000000000, 1700000000001] },
  ],
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
  for (const word of [
    'hidden',
    'user-data-dir',
    'capture',
    'capture-after',
    'quit-after',
    'json',
    'out',
    ...verbs,
  ])
    expect(helpText).toContain(`--${word}`);
});

test('started anew it has the same words, and remembers when', () => {
  const words = ['/app', '--user-data-dir=/data', '--hidden', '--restarted-at=1'];
  expect(wordsForRestart(words, [1, 2], false)).toEqual([
    '/app',
    '--user-data-dir=/data',
    '--restarted-at=1,2',
  ]);
  expect(wordsForRestart(words, [2], true)).toEqual([
    '/app',
    '--user-data-dir=/data',
    '--restarted-at=2',
    '--hidden',
  ]);
});

test('a console of another folder is started at login as what it is', () => {
  expect(wordsForFolder({ userDataDir: null })).toEqual([]);
  expect(wordsForFolder({ userDataDir: 'bar' })).toEqual([`--user-data-dir=${path.resolve('bar')}`]);
});

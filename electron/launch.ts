// What somebody wrote behind the program's name, read once.
import path from 'node:path';

/** What the program does without a window, beside a running console if there is one. The first that is named counts. */
export const verbs = [
  'version',
  'help',
  'status',
  'show',
  'quit',
  'check-policy',
  'network',
  'self-test',
  'diagnostics',
  'hash-exit-code',
] as const;
export type VerbName = (typeof verbs)[number];

export type Launch = {
  /** Does one thing without a window and ends. */
  verb: VerbName | null;
  /** What it is about, as in --check-policy=FILE. */
  verbValue: string | null;
  /** For programs instead of people. */
  json: boolean;
  /** Where a verb writes besides the terminal: Windows programs with windows have none. */
  out: string | null;
  userDataDir: string | null;
  hidden: boolean;
  capture: { file: string; afterSeconds: number; thenQuit: boolean } | null;
  quitAfterSeconds: number | null;
  /** Where the watcher beside it looks for signs of life; written by the watcher. */
  lifeFile: string | null;
  /** What the watcher saw of the end of the one before. */
  cameBack: string | null;
  /** When it had to be started anew because something kept failing; written by itself, not by people. */
  restartedAt: readonly number[];
};
export type ReadLaunch = { ok: true; launch: Launch } | { ok: false; message: string };

export const helpText = `Counterbell, the order bell on a restaurant's counter.

  --hidden                  start in the tray, without a window
  --user-data-dir=DIR       keep everything in this folder; another folder is another console
  --capture=FILE            leave a picture of the window
  --capture-after=SECONDS   … so long after it is first shown (default 2)
  --quit-after-capture      … and end then
  --quit-after=SECONDS      end so long after the window is first shown; with --hidden, after the start

These do one thing and end. The exit code is 0 when it is as it should be, 1 when not, 2 for a word that makes no sense.
  --status                  how the console that runs here is
  --show                    bring its window up
  --quit[=CODE]             end it; where that is not allowed, as an administrator or with the exit code of the kiosk
  --network                 the hosts and ports that it needs
  --check-policy[=FILE]     whether the policy of this computer, or this file, is one
  --self-test[=ring]        look at everything that a bell needs, and say what is wrong and what to do; ring: be heard
  --diagnostics=FILE.zip    write logs, health, settings and a self-test into a file, without anything personal or secret
  --hash-exit-code[=CODE]   what a policy keeps of a code that leads out of the kiosk; without one it is read from the terminal
  --version                 print the version
  --help                    print this
  --json                    … for programs instead of people
  --out=FILE                … and write it into this file as well

COUNTERBELL_POLICY=FILE names a policy file as long as the system has none.`;

const restartedWord = 'restarted-at';

/** The same words again, with the moment of this restart, and in the tray if there is no window now. */
export function wordsForRestart(
  words: readonly string[],
  restartedAt: readonly number[],
  hidden: boolean,
): string[] {
  const same = words.filter((word) => !word.startsWith(`--${restartedWord}=`) && word !== '--hidden');
  return [...same, `--${restartedWord}=${restartedAt.join(',')}`, ...(hidden ? ['--hidden'] : [])];
}

/** Another folder is another console, and at login it is this one that is to start. */
export const wordsForFolder = ({ userDataDir }: Pick<Launch, 'userDataDir'>): string[] =>
  userDataDir === null ? [] : [`--user-data-dir=${path.resolve(userDataDir)}`];

const seconds = (text: string) => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null);

/** Words it does not know are Chromium's or the desktop's, and are left to them. */
export function readLaunch(words: readonly string[]): ReadLaunch {
  const named = new Map<string, string>();
  for (const word of words) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name !== undefined) named.set(name, value ?? '');
  }
  const text = (name: string) => named.get(name) || null;

  const numbers: Record<string, number | null> = {};
  for (const name of ['capture-after', 'quit-after']) {
    const value = named.get(name);
    if (value === undefined) continue;
    const number = seconds(value);
    if (number === null)
      return { ok: false, message: `--${name} wants a number of seconds, not "${value}".` };
    numbers[name] = number;
  }
  for (const name of ['capture', 'user-data-dir', 'out'])
    if (named.get(name) === '') return { ok: false, message: `--${name} wants a path: --${name}=PATH` };

  const verb = verbs.find((name) => named.has(name)) ?? null;
  const file = text('capture');
  return {
    ok: true,
    launch: {
      verb,
      verbValue: verb === null ? null : text(verb),
      json: named.has('json'),
      out: text('out'),
      userDataDir: text('user-data-dir'),
      hidden: named.has('hidden'),
      capture:
        file === null
          ? null
          : { file, afterSeconds: numbers['capture-after'] ?? 2, thenQuit: named.has('quit-after-capture') },
      quitAfterSeconds: numbers['quit-after'] ?? null,
      lifeFile: text('life-file'),
      cameBack: text('came-back'),
      restartedAt: (named.get(restartedWord) ?? '')
        .split(',')
        .filter((at) => /^\d{1,15}$/.test(at))
        .map(Number),
    },
  };
}

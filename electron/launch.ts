// What somebody wrote behind the program's name, read once.
import path from 'node:path';

export type Launch = {
  /** Does one thing without a window and ends. */
  verb: 'version' | 'help' | null;
  /** Where a verb writes besides the terminal: Windows programs with windows have none. */
  out: string | null;
  userDataDir: string | null;
  hidden: boolean;
  capture: { file: string; afterSeconds: number; thenQuit: boolean } | null;
  quitAfterSeconds: number | null;
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
  --version                 print the version
  --help                    print this
  --out=FILE                write what --version or --help print into this file as well

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

  const file = text('capture');
  return {
    ok: true,
    launch: {
      verb: named.has('version') ? 'version' : named.has('help') ? 'help' : null,
      out: text('out'),
      userDataDir: text('user-data-dir'),
      hidden: named.has('hidden'),
      capture:
        file === null
          ? null
          : { file, afterSeconds: numbers['capture-after'] ?? 2, thenQuit: named.has('quit-after-capture') },
      quitAfterSeconds: numbers['quit-after'] ?? null,
      restartedAt: (named.get(restartedWord) ?? '')
        .split(',')
        .filter((at) => /^\d{1,15}$/.test(at))
        .map(Number),
    },
  };
}

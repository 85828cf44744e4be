// Proves over the control socket, which tells nothing of who is at its other end, that whoever asks is an administrator of
// this computer: by a file that only an administrator can make, with a word in it that was given out just now.
import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownedByWindowsAdministrator } from '../adapters/windows-acl.ts';

const nameOf = (folder: string) => path.join(folder, 'administrator');

export type Challenge = {
  /** Good for one try. */
  word(): string;
  isMet(): Promise<boolean>;
};

export type Made = { isFile: boolean; uid: number; links: number; mode: number };

/** Somebody else's file may be renamed, or linked to, by whoever owns the folder; it cannot be written by them. */
export const isRootsOwn = ({ isFile, uid, links, mode }: Made): boolean =>
  isFile && uid === 0 && links === 1 && (mode & 0o022) === 0;

function made(file: string): Made {
  const seen = lstatSync(file);
  return { isFile: seen.isFile(), uid: seen.uid, links: seen.nlink, mode: seen.mode };
}

export function challengeIn(folder: string, platform: NodeJS.Platform): Challenge {
  const file = nameOf(folder);
  let word: string | null = null;
  return {
    word: () => (word = randomBytes(16).toString('hex')),
    async isMet() {
      const expected = word;
      word = null;
      if (expected === null) return false;
      try {
        const owned = platform === 'win32' ? await ownedByWindowsAdministrator(file) : isRootsOwn(made(file));
        return owned && readFileSync(file, 'utf8') === expected;
      } catch {
        return false; // there is none
      }
    },
  };
}

/** The answer takes it away again. null: it cannot be written, so nothing is proven. */
export function meetChallenge(folder: string, word: string): (() => void) | null {
  const file = nameOf(folder);
  try {
    // What somebody else put there is not written through.
    rmSync(file, { force: true });
    writeFileSync(file, word, { flag: 'wx', mode: 0o644 });
    return () => rmSync(file, { force: true });
  } catch {
    return null;
  }
}

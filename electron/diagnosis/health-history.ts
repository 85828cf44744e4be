// Keeps the changes of the status word and their causes for 30 days in a file beside the event log, which may be full of
// other things by then.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StatusView } from '../../contract/view.ts';
import { quietly } from '../quietly.ts';

export type HealthHistory = {
  /** Told at every change of the view; only what is another state than before is written. */
  note(status: StatusView): void;
};

export const healthFile = 'health.log';
const keptForMs = 30 * 24 * 60 * 60 * 1000;
/** A link that comes and goes all day must not fill the disk. */
const keptLines = 5000;

export function createHealthHistory(folder: string, now: () => number): HealthHistory {
  const file = path.join(folder, healthFile);
  let last = '';
  let lines = prune(file, now());

  return {
    note({ word, parts }) {
      const broken = parts.flatMap(({ part, works, cause }) =>
        works === false ? [{ part, cause: cause ?? 'unknown' }] : [],
      );
      const cause = broken.map((one) => `${one.part}: ${one.cause}`).join('; ');
      const state = JSON.stringify({ word, cause });
      if (state === last) return;
      last = state;
      const line = JSON.stringify({
        at: new Date(now()).toISOString(),
        word,
        cause: cause === '' ? null : cause,
      });
      quietly(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        appendFileSync(file, `${line}\n`, { mode: 0o600 });
        lines += 1;
        if (lines > keptLines * 2) lines = prune(file, now());
      });
    },
  };
}

/** How many lines are left. */
function prune(file: string, at: number): number {
  let kept: string[] = [];
  quietly(() => {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    kept = lines.filter((line) => isYoung(line, at)).slice(-keptLines);
    if (kept.length < lines.length)
      writeFileSync(file, kept.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  });
  return kept.length;
}

/** A line that cannot be read says nothing, and a time to come is a clock that was wrong then. */
function isYoung(line: string, at: number): boolean {
  try {
    return Date.parse((JSON.parse(line) as { at: string }).at) > at - keptForMs;
  } catch {
    return false;
  }
}

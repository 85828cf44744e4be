// Remembers on the disk when the console was last alive, so that the start after an unclean end can say how long it was
// away. A clean end takes the file away.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../../core/ports/clock.ts';
import { quietly } from '../quietly.ts';

export type LastAlive = {
  /** When the start before this one was last alive, if it did not end by itself. */
  readonly uncleanSince: number | null;
  begin(): void;
  endedCleanly(): void;
};

const everyMs = 2000;

export function createLastAlive(folder: string, clock: Clock): LastAlive {
  const file = path.join(folder, 'running');
  const uncleanSince = read(file);
  let over = false;
  return {
    uncleanSince,
    begin() {
      const write = () => {
        if (over) return;
        quietly(() => writeFileSync(file, String(clock.now())));
        clock.after(everyMs, write);
      };
      write();
    },
    endedCleanly() {
      over = true;
      quietly(() => rmSync(file, { force: true }));
    },
  };
}

function read(file: string): number | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^\d{10,16}$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}

// Shows the watcher beside the program that it lives, as long as its event loop turns: a sign in a file, and a new one
// every two seconds. The watcher (build/linux/counterbell-watch) kills and starts what gives none any more.
import { writeFileSync } from 'node:fs';
import type { Clock } from '../../core/ports/clock.ts';

export type LifeSign = {
  /** From now on. `windowShown`: a program started again shows its window only if it was in sight. */
  begin(windowShown: () => boolean): void;
  /** The last one: started again it is to be although it ends by itself. */
  again(windowShown: boolean): void;
};

const everyMs = 2000;

/** `file`: where the watcher looks; null: nobody watches. */
export function createLifeSign(file: string | null, clock: Clock): LifeSign | null {
  if (file === null) return null;
  let count = 0;
  let over = false;

  /** At once and in one go: a sign that is only on its way when everything stands still is none. */
  function write(text: string): void {
    try {
      writeFileSync(file as string, text);
    } catch {
      // A place that takes nothing more looks like a hanging console: the watcher then starts a new one.
    }
  }
  const words = (shown: boolean) => (shown ? 'shown' : 'hidden');

  return {
    begin(windowShown) {
      const sign = () => {
        if (over) return;
        count += 1;
        write(`${count} ${words(windowShown())}`);
        clock.after(everyMs, sign);
      };
      sign();
    },
    again(windowShown) {
      over = true;
      write(`again ${words(windowShown)}`);
    },
  };
}

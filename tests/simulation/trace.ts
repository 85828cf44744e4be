// What happened in one run, line by line; its digest tells whether two runs were the same.
import { hash } from './chance.ts';

export type Trace = {
  /** False: lines are not even made, because most runs only need a verdict. */
  on: boolean;
  say(who: string, what: string): void;
  lines(): readonly string[];
  digest(): string;
};

export function createTrace(on: boolean, now: () => number): Trace {
  const lines: string[] = [];
  let state = 0x811c9dc5;
  return {
    on,
    say(who, what) {
      if (!on) return;
      const line = `${(now() / 1000).toFixed(3).padStart(9)}  ${who.padEnd(9)} ${what}`;
      state = hash(line, state);
      lines.push(line);
    },
    lines: () => lines,
    digest: () => `${state.toString(16).padStart(8, '0')}-${lines.length}`,
  };
}

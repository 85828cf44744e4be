// What the program can do without a window and beside a running console.
import { writeFileSync } from 'node:fs';
import { helpText, type Launch } from './launch.ts';

/** Answers the exit code: never 0 without having done it. */
export function runVerb(
  { verb, out }: Launch,
  about: { version: string; electron: string | undefined },
  print: (text: string) => void,
): number {
  const text = verb === 'version' ? `Counterbell ${about.version} (Electron ${about.electron})` : helpText;
  print(text);
  if (out === null) return 0;
  try {
    writeFileSync(out, `${text}\n`);
    return 0;
  } catch (error) {
    print(`Could not write ${out}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

// Reads what a program writes, line by line: everything into its log file, JSON lines to whoever listens.
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseLine } from './lines.mjs';

/**
 * @param {import('../processes.mjs').Running} running started with its output piped
 * @param {string} logFile
 * @param {(entry: import('./lines.mjs').Entry) => void} heard
 * @returns {{ lastWords: () => string }} what it wrote last that was no JSON: the reason, when it ended badly
 */
export function follow(running, logFile, heard) {
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  /** @type {string[]} */
  const plain = [];
  const { stdout, stderr } = running.child;
  for (const stream of [stdout, stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      const entry = parseLine(line);
      if (entry) heard(entry);
      else if (line.trim() !== '') {
        plain.push(line);
        if (plain.length > 12) plain.shift();
      }
    });
  }
  running.ended.then(
    () => log.end(),
    () => log.end(),
  );
  return { lastWords: () => plain.map((line) => `  ${line}`).join('\n') };
}

// Reads one line from a terminal or a pipe.
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Empty when nothing comes. */
export async function lineOf(input: Readable): Promise<string> {
  const lines = createInterface({ input });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}

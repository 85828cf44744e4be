// Reads the first line of standard input, for secrets that do not belong on a command line.
import { createInterface } from 'node:readline/promises';

export async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
  }
}

// Waiting for something to become true, with a deadline and a message that says what was seen last.
import { setTimeout as pause } from 'node:timers/promises';

export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  options: { withinMs?: number; everyMs?: number; seen?: () => string } = {},
): Promise<NonNullable<T>> {
  const { withinMs = 20_000, everyMs = 25, seen } = options;
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found as NonNullable<T>;
    if (performance.now() > deadline)
      throw new Error(`waited ${withinMs} ms for ${what}${seen === undefined ? '' : `; seen: ${seen()}`}`);
    await pause(everyMs);
  }
}

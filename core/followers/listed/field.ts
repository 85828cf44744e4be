// Reads what stands at a place in a foreign answer, and what it says as a text.
import { wholeText } from '../../../contract/wire.ts';

export function at(wire: unknown, path: string): unknown {
  let value = wire;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Whole whatever it was: half a character or a NUL would break whoever shows it. */
export function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const trimmed = wholeText(value).trim();
  return trimmed === '' ? null : trimmed;
}

// Tells the keys that a schema knows from those that it does not, at every depth, and puts both together again: for a
// file that a newer version has written, which is read, changed and written here without losing what only that one knows.
import type { z } from 'zod';

/** Of each object the keys that the schema has no word for. */
export type UnknownKeys = { readonly [key: string]: unknown };
type Split = { known: unknown; unknown: UnknownKeys };

const none: UnknownKeys = {};

export function splitKeys(schema: z.core.$ZodType, raw: unknown): Split {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return isRecord(raw) ? splitObject(def.shape, raw) : { known: raw, unknown: none };
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return splitKeys(def.innerType, raw);
    case 'pipe':
      return splitKeys(def.in, raw);
    default:
      // What is new inside of a list or a map goes with its entry: there is no telling which one it will be later.
      return { known: raw, unknown: none };
  }
}

function splitObject(shape: Readonly<Record<string, z.core.$ZodType>>, raw: UnknownKeys): Split {
  const known: [string, unknown][] = [];
  const unknown: [string, unknown][] = [];
  for (const [key, value] of Object.entries(raw)) {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    const inside = field === undefined ? null : splitKeys(field, value);
    if (inside === null) unknown.push([key, value]);
    else {
      known.push([key, inside.known]);
      if (Object.keys(inside.unknown).length > 0) unknown.push([key, inside.unknown]);
    }
  }
  return { known: Object.fromEntries(known), unknown: Object.fromEntries(unknown) };
}

/** What is said now, with the keys that only a newer version knows. Inside of something that is none any more they end. */
export function withUnknownKeys(now: UnknownKeys, unknown: UnknownKeys): Record<string, unknown> {
  const said = Object.entries(now).map(([key, value]): [string, unknown] => {
    const inside = Object.hasOwn(unknown, key) ? unknown[key] : null;
    return [key, isRecord(value) && isRecord(inside) ? withUnknownKeys(value, inside) : value];
  });
  const others = Object.entries(unknown).filter(([key]) => !Object.hasOwn(now, key));
  return Object.fromEntries([...said, ...others]);
}

export const isRecord = (raw: unknown): raw is UnknownKeys =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

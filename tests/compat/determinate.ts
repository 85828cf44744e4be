// Makes a recording the same at every machine: ids and secrets are numbered, times are counted from one evening on.
import { dawn } from '../simulation/clock.ts';

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const secrets = /\b(cb[a-z]_)([A-Za-z0-9_-]{20,})/g;
const times = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

export function determinate<T>(recorded: T, began: number): T {
  const ids = new Map<string, string>();
  const numbered = (found: string, write: (number: number) => string): string => {
    const known = ids.get(found) ?? write(ids.size + 1);
    ids.set(found, known);
    return known;
  };
  const text = JSON.stringify(recorded)
    .replaceAll(uuids, (id) => numbered(id, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`))
    .replaceAll(secrets, (secret, kind: string, rest: string) =>
      numbered(secret, (n) => kind + String(n).padStart(rest.length, '0')),
    )
    .replaceAll(times, (time) => shifted(time, dawn - began));
  return JSON.parse(text) as T;
}

export const shifted = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();

/** Times of a recording as they would be now. */
export const since = (text: string, began: number): string =>
  text.replaceAll(times, (time) => shifted(time, began - dawn));

// Makes of a line of the event log one that may leave the console: known fields only, and their texts scrubbed.
import { jsonIn } from '../../contract/json.ts';
import { isRecord } from '../../contract/known-keys.ts';
import { scrub, type Scrubbing } from './scrub.ts';

/** Texts: what failed, and how. Not here: numbers of orders, and whatever names a person or a thing. */
const texts: ReadonlySet<string> = new Set([
  'at',
  'level',
  'event',
  'message',
  'cause',
  'why',
  'what',
  'reason',
  'kind',
  'how',
  'name',
  'where',
  'status',
  'word',
  'part',
  'policy',
  'source',
  'version',
  'electron',
  'platform',
  'signal',
  'channel',
  'permission',
  'proxies',
  'trouble',
  'folder',
  'host',
  'cluster',
  'path',
  'cameBack',
  'told',
  'unreadable',
  'keys',
  'error',
  'stream',
  'verb',
  'directive',
]);
const numbers: ReadonlySet<string> = new Set([
  'pid',
  'count',
  'times',
  'code',
  'exitCode',
  'lostBytes',
  'crashes',
  'status',
  'port',
  'ms',
  'missing',
]);

/** null: it is none of the log's. */
export function scrubLogLine(line: string, how: Scrubbing): string | null {
  const read = jsonIn(line);
  if (!isRecord(read)) return null;
  const kept = Object.entries(read).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value === 'string' && texts.has(name)) return [[name, scrub(value, how)]];
    if (typeof value === 'number' && numbers.has(name)) return [[name, value]];
    if (
      (typeof value === 'boolean' || value === null) &&
      (texts.has(name) || numbers.has(name) || name === 'sent' || name === 'tls' || name === 'on')
    )
      return [[name, value]];
    return [];
  });
  return JSON.stringify(Object.fromEntries(kept));
}

/** A torn line, or one that something else wrote, is left out. */
export const scrubLines = (lines: readonly string[], how: Scrubbing): string[] =>
  lines.flatMap((line) => scrubLogLine(line, how) ?? []);

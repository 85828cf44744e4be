// One line of the journal: a checksum, then the entries of one commit, each `{ slice, key, value, v }`. Those of slices
// that name customers or staff are sealed together as `{ slice, sealed, v }`; what cannot be had again from the backend
// (unsent commands, alert marks) stays readable without the keyring.
import { asForeign, gone, type Foreign, type Sealed, type Written } from '../kernel/foreign.ts';
import type { Put } from '../kernel/ledger.ts';
import type { Row, Rows } from '../kernel/row.ts';
import type { Secrets } from '../ports/secrets.ts';
import { crc32, fromBase64, fromUtf8, toBase64, toUtf8 } from './bytes.ts';
import { isOldLine, readOldLine, type OldChange } from './line-0-1.ts';

const newline = 10;
const checksumLength = 8;

/** `inside`: what was sealed in it; null when that cannot be opened, or is of a slice or version unknown here. */
export type ReadEntry = Written | (Sealed & { inside: readonly Foreign[] | null });
export type ReadLine = { entries: readonly ReadEntry[] } | { changes: OldChange[]; ordersMissing: boolean };

export async function writeLine(
  puts: readonly Put[],
  secrets: Pick<Secrets, 'seal'>,
  rows: Rows,
  foreign: Iterable<Foreign> = [],
): Promise<Uint8Array> {
  const commit: Foreign[] = [...foreign];
  const toSeal = new Map<string, Map<string, Written>>();
  for (const { slice, key, value } of puts) {
    const { sealed, v } = rowOf(rows, slice);
    const written = value === null ? gone(slice, key) : { slice, key, value, v };
    const box = sealed ? (toSeal.get(slice) ?? new Map<string, Written>()) : null;
    if (box === null || value === null) commit.push(written);
    if (box === null) continue;
    // Within one line the last word on a key counts, so that what is sealed can stand behind all that is open.
    if (value === null) box.delete(key);
    else box.set(key, written);
    toSeal.set(slice, box);
  }
  for (const [slice, box] of toSeal) {
    if (box.size === 0) continue;
    const sealed = await secrets.seal(toUtf8(JSON.stringify([...box.values()])));
    // Without a keyring it stays off the disk; the empty mark has the book fetched again at the next start.
    commit.push({ slice, sealed: sealed === null ? '' : toBase64(sealed), v: rowOf(rows, slice).v });
  }
  return framed(toUtf8(JSON.stringify(commit)));
}

/** What is put into a part that nobody declares is a defect. */
function rowOf(rows: Rows, part: string): Row {
  const row = rows[part];
  if (row === undefined) throw new Error(`No slice declares "${part}".`);
  return row;
}

/** Directly behind the checksum stands the commit: version 0.1.0, which had a space there, then knows it as none of its own. */
export function framed(json: Uint8Array): Uint8Array {
  const line = new Uint8Array(json.length + checksumLength + 1);
  line.set(toUtf8(crc32(json)));
  line.set(json, checksumLength);
  line[line.length - 1] = newline;
  return line;
}

/** null: damaged. `line` comes without its newline. */
export async function readLine(
  line: Uint8Array,
  secrets: Pick<Secrets, 'open'>,
  rows: Rows,
): Promise<ReadLine | null> {
  if (isOldLine(line)) return readOldLine(line, secrets);
  const json = line.subarray(checksumLength);
  if (json.length === 0 || fromUtf8(line.subarray(0, checksumLength)) !== crc32(json)) return null;
  const commit = entriesIn(json);
  if (commit === null) return null;
  const entries: ReadEntry[] = [];
  for (const entry of commit)
    entries.push('sealed' in entry ? { ...entry, inside: await opened(entry, secrets, rows) } : entry);
  return { entries };
}

async function opened({ slice, sealed, v }: Sealed, secrets: Pick<Secrets, 'open'>, rows: Rows) {
  const row = Object.hasOwn(rows, slice) ? rows[slice] : undefined;
  if (sealed === '' || row === undefined || v > row.v) return null;
  const box = fromBase64(sealed);
  const json = box === null ? null : await secrets.open(box);
  return json === null ? null : entriesIn(json);
}

/** null: not a list. */
function entriesIn(json: Uint8Array): Foreign[] | null {
  try {
    const list: unknown = JSON.parse(fromUtf8(json));
    return Array.isArray(list) ? list.flatMap((raw) => asForeign(raw) ?? []) : null;
  } catch {
    return null;
  }
}

/** Cuts a file into its lines; `end` is the offset just behind each one. What follows the last newline is torn. */
export function* linesOf(file: Uint8Array): Generator<{ line: Uint8Array; end: number }> {
  let begin = 0;
  for (;;) {
    const at = file.indexOf(newline, begin);
    if (at === -1) return;
    yield { line: file.subarray(begin, at), end: at + 1 };
    begin = at + 1;
  }
}

// Writes the durable log of one device session, one line per commit, appended and flushed, and reads it again at start.
import type { Journal } from '../kernel/journal.ts';
import { draftOf, emptyLedger, putsOf, type Draft, type Ledger, type LedgerOf } from '../kernel/ledger.ts';
import type { Rows } from '../kernel/row.ts';
import type { Disk, DiskFailure, DiskResult } from '../ports/disk.ts';
import type { Secrets } from '../ports/secrets.ts';
import { linesOf, readLine, writeLine, type ReadLine } from './line.ts';
import { takeIn, takeInOld } from './take-in.ts';

export type JournalRead<R extends Rows> = {
  /** Without what is fetched again when not all of that could be read. */
  ledger: LedgerOf<R>;
  /** What had to be done to read it. `torn`: the last line was cut off by a crash. `damaged`: something inside was. */
  repair: { kind: 'torn' | 'damaged'; lostBytes: number } | null;
};

/** Compaction costs one rewrite; below this many bytes it is not worth it. */
export const compactAboveBytes = 4 * 1024 * 1024;

export async function openJournal<R extends Rows>(
  disk: Disk,
  secrets: Pick<Secrets, 'seal' | 'open'>,
  path: string,
  rows: R,
): Promise<DiskResult<{ journal: Journal; read: JournalRead<R> }>> {
  const file = await disk.read(path);
  if (!file.ok && file.failure.kind !== 'missing') return file;
  const bytes = file.ok ? file.value : new Uint8Array();
  const read = await readJournal(bytes, secrets, rows);
  const journal = createJournal(disk, secrets, path, rows);
  // The first write starts the file afresh, which also cuts off whatever could not be read.
  const compacted = await journal.append([], read.ledger);
  return compacted.ok || isForNow(compacted.failure) ? { ok: true, value: { journal, read } } : compacted;
}

/** A full disk must not keep the console from ringing: it goes on in memory and tries again. */
const isForNow = (failure: DiskFailure) => failure.kind !== 'missing';

export async function readJournal<R extends Rows>(
  bytes: Uint8Array,
  secrets: Pick<Secrets, 'open'>,
  rows: R,
): Promise<JournalRead<R>> {
  const draft = draftOf(emptyLedger(rows));
  let allIsRead = true;
  let lostInside = 0;
  let lostSince = 0;
  let end = 0;
  for (const found of linesOf(bytes)) {
    const read = await readLine(found.line, secrets, rows);
    if (read === null) lostSince += found.end - end;
    else {
      if (!takeInLine(draft, read, rows)) allIsRead = false;
      lostInside += lostSince;
      lostSince = 0;
    }
    end = found.end;
  }
  const torn = lostSince + bytes.length - end;
  // Behind a hole the cursors stand past changes that are gone, and without the keyring the orders are: such a
  // book is worth nothing and is fetched again. Commands and alert marks are whole in their own lines, and
  // nobody else has them.
  if (lostInside > 0 || !allIsRead)
    for (const [name, row] of Object.entries(rows)) if (row.unread === 'refetched') draft.forget(name);
  return {
    ledger: draft.ledger() as LedgerOf<R>,
    repair:
      lostInside > 0
        ? { kind: 'damaged', lostBytes: lostInside + torn }
        : torn > 0
          ? { kind: 'torn', lostBytes: torn }
          : null,
  };
}

/** False: something is missing that has to be fetched again. */
function takeInLine(draft: Draft, line: ReadLine, rows: Rows): boolean {
  if ('entries' in line) return line.entries.map((entry) => takeIn(draft, entry, rows)).every(Boolean);
  for (const change of line.changes) takeInOld(draft, change, rows);
  return !line.ordersMissing;
}

function createJournal(disk: Disk, secrets: Pick<Secrets, 'seal'>, path: string, rows: Rows): Journal {
  /** null: the file's end is unknown (not begun, or a write failed), so the next write replaces the file. */
  let length: number | null = null;
  let compactedLength = 0;

  async function compact(ledger: Ledger): Promise<DiskResult<void>> {
    const line = await writeLine(putsOf(ledger, rows), secrets, rows, ledger.foreign.values());
    const replaced = await disk.replace(path, line);
    length = replaced.ok ? line.length : null;
    compactedLength = line.length;
    return replaced;
  }

  return {
    isWritten: () => length !== null,
    beginAnew() {
      length = null;
    },
    async append(commits, after) {
      // A ledger that is large by itself is not rewritten at every commit, only when the file doubled.
      const limit = Math.max(compactAboveBytes, 2 * compactedLength);
      if (length === null || length > limit) return compact(after);
      const lines: Uint8Array[] = [];
      for (const puts of commits) lines.push(await writeLine(puts, secrets, rows));
      const bytes = new Uint8Array(lines.reduce((sum, line) => sum + line.length, 0));
      let at = 0;
      for (const line of lines) {
        bytes.set(line, at);
        at += line.length;
      }
      const appended = await disk.append(path, bytes, length);
      // Somebody removed or changed it, and with it what it held.
      if (!appended.ok && appended.failure.kind === 'missing') return compact(after);
      length = appended.ok ? length + bytes.length : null;
      return appended;
    },
  };
}

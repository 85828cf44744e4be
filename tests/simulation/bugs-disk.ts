// Defects in what is written to the disk, and in what of it is deleted.
import type * as JournalModule from '../../core/journal/journal.ts';
import type * as LedgerModule from '../../core/kernel/ledger.ts';
import type * as Line from '../../core/journal/line.ts';
import { emptyLedger } from '../support/ledger.ts';
import type { Disk } from '../../core/ports/disk.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { mutate, type Bug } from './plant.ts';

const withDisk =
  (change: (disk: Disk, ports: Ports) => Partial<Disk>) =>
  (ports: Ports): Ports => ({ ...ports, disk: { ...ports.disk, ...change(ports.disk, ports) } });

export const diskBugs: readonly Bug[] = [
  {
    name: 'an effect before its commit',
    troubles: ['crash', 'torn-crash'],
    bend: withDisk((disk, { clock }) => ({
      append: async (path, bytes, at) => {
        clock.after(400, () => void disk.append(path, bytes, at));
        return { ok: true, value: undefined };
      },
    })),
  },
  {
    name: 'a torn tail is accepted',
    troubles: ['torn-crash', 'crash'],
    plant: () =>
      mutate<typeof Line>('../../core/journal/line.ts', (real) => ({
        *linesOf(file) {
          const whole = [...real.linesOf(file)];
          yield* whole;
          const end = whole.at(-1)?.end ?? 0;
          if (end < file.length) yield { line: file.subarray(end), end: file.length };
        },
        readLine: async (line, ...rest) =>
          (await real.readLine(line, ...rest)) ?? {
            entries: JSON.parse(new TextDecoder().decode(line.subarray(8))),
          },
      })),
  },
  {
    name: 'an empty ledger replaces a journal that was opened on a full disk',
    troubles: ['disk-full', 'torn-crash', 'crash'],
    plant: () =>
      mutate<typeof JournalModule>('../../core/journal/journal.ts', (real) => ({
        openJournal: async (...opening) => {
          const opened = await real.openJournal(...opening);
          if (opened.ok && !opened.value.journal.isWritten())
            await opened.value.journal.append([], emptyLedger);
          return opened;
        },
      })),
  },
  {
    name: 'alert marks are lost when the journal is compacted',
    troubles: ['crash'],
    plant: () =>
      mutate<typeof LedgerModule>('../../core/kernel/ledger.ts', (real) => ({
        putsOf: (...whole) => real.putsOf(...whole).filter(({ slice }) => slice !== 'alerts'),
      })),
  },
  {
    name: 'unsent commands are lost when the journal is compacted',
    troubles: ['crash', 'http-cut'],
    plant: () =>
      mutate<typeof LedgerModule>('../../core/kernel/ledger.ts', (real) => ({
        putsOf: (...whole) => real.putsOf(...whole).filter(({ slice }) => slice !== 'outbox'),
      })),
  },
  {
    name: 'what a newer version wrote is lost when the journal is compacted',
    troubles: ['taken-back'],
    plant: () =>
      mutate<typeof Line>('../../core/journal/line.ts', (real) => ({
        writeLine: (puts, secrets, rows) => real.writeLine(puts, secrets, rows),
      })),
  },
  {
    name: 'the cursor is journaled without its orders',
    troubles: ['crash', 'torn-crash'],
    plant: () =>
      mutate<typeof Line>('../../core/journal/line.ts', (real) => ({
        writeLine: (puts, ...rest) =>
          real.writeLine(
            puts.filter(({ slice, value }) => slice !== 'orders' || value === null),
            ...rest,
          ),
      })),
  },
  {
    name: 'a wipe that forgets a file',
    troubles: ['revoke'],
    bend: withDisk((disk) => ({
      remove: async (path) => {
        const names = await disk.list(path);
        for (const name of names.ok ? names.value : [])
          if (name !== 'journal') await disk.remove(`${path}/${name}`);
        return { ok: true, value: undefined };
      },
    })),
  },
];

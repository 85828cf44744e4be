// Keeps the code that leads out of the kiosk, and checks what was typed against it: without a network, ever more slowly
// after wrong tries, and never in words that could be read back.
import type { IpcAnswer } from '../../contract/ipc.ts';
import { fromUtf8, toUtf8 } from '../journal/bytes.ts';
import type { Clock } from '../ports/clock.ts';
import type { Codes } from '../ports/codes.ts';
import type { Disk, DiskResult } from '../ports/disk.ts';
import type { ExitCode } from './slice.ts';
import { inThisRun, noTries, theWorse, waitMs } from './tries.ts';

const codeFile = 'exit-code';
const triesFile = 'exit-code-tries';

export type ExitCodes = {
  /**
   * Where it comes from; null: there is none. IT's stands over one that was chosen here. `unreadable`: the disk does not
   * tell just now.
   */
  whose(): Promise<ExitCode | null | 'unreadable'>;
  /** False: there is one of IT's, or the disk takes nothing. */
  choose(code: string): Promise<boolean>;
  isRight(code: string): Promise<IpcAnswer<null>>;
};

type Parts = { disk: Disk; codes: Codes; clock: Pick<Clock, 'now' | 'monotonic'> };

export function createExitCodes({ disk, codes, clock }: Parts, byPolicy: string | null): ExitCodes {
  let checking: Promise<unknown> = Promise.resolve();

  /** In this run, by the clock that nobody can set: a disk that takes nothing makes no more tries free. */
  let tries = noTries;
  let triesRead = false;

  async function own(): Promise<DiskResult<string | null>> {
    const read = await disk.read(codeFile);
    if (!read.ok) return read.failure.kind === 'missing' ? { ok: true, value: null } : read;
    const hash = fromUtf8(read.value);
    return { ok: true, value: codes.isHash(hash) ? hash : null };
  }

  /** Of earlier runs, until it could be read once; from then on this run knows better than the disk. */
  async function readTries(): Promise<void> {
    if (triesRead) return;
    const read = await disk.read(triesFile);
    triesRead = read.ok || read.failure.kind === 'missing';
    const [, wrong, at] = read.ok ? (/^(\d{1,9}) (\d{1,16})$/.exec(fromUtf8(read.value)) ?? []) : [];
    if (wrong === undefined) return;
    const kept = { wrong: Number(wrong), at: Number(at) };
    tries = theWorse(tries, inThisRun(kept, { wall: clock.now(), mono: clock.monotonic() }));
  }

  async function count(wrong: number): Promise<void> {
    tries = wrong === 0 ? noTries : { wrong, at: clock.monotonic() };
    await disk.replace(triesFile, toUtf8(`${wrong} ${wrong === 0 ? 0 : clock.now()}`));
  }

  async function check(code: string): Promise<IpcAnswer<null>> {
    const kept = byPolicy === null ? await own() : { ok: true as const, value: byPolicy };
    if (!kept.ok)
      return {
        ok: false,
        error: { code: 'internal', message: `The exit code cannot be read: ${kept.failure.message}` },
      };
    const hash = kept.value;
    if (hash === null)
      return { ok: false, error: { code: 'not-found', message: 'There is no exit code on this console.' } };
    await readTries();
    const wait = waitMs(tries, clock.monotonic());
    if (wait > 0)
      return {
        ok: false,
        error: {
          code: 'throttled',
          message: 'Too many wrong codes.',
          retryAfterSeconds: Math.ceil(wait / 1000),
        },
      };
    // Counted before it is known to be wrong: pulling the plug in between wins nothing.
    await count(tries.wrong + 1);
    if (!(await codes.matches(code, hash)))
      return { ok: false, error: { code: 'wrong-secret', message: 'This is not the exit code.' } };
    await count(0);
    return { ok: true, value: null };
  }

  return {
    async whose() {
      if (byPolicy !== null) return 'policy';
      const kept = await own();
      if (!kept.ok) return 'unreadable';
      return kept.value === null ? null : 'own';
    },
    async choose(code) {
      if (byPolicy !== null) return false;
      const kept = await disk.replace(codeFile, toUtf8(await codes.hash(code)));
      return kept.ok;
    },
    isRight(code) {
      // One at a time: many at once would all see the same count.
      const mine = checking.then(() => check(code));
      checking = mine.catch(() => undefined);
      return mine;
    },
  };
}

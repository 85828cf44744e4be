// Keeps the code that leads out of the kiosk, and checks what was typed against it: without a network, ever more slowly
// after wrong tries, and never in words that could be read back.
import type { IpcAnswer } from '../../contract/ipc.ts';
import { fromUtf8, toUtf8 } from '../journal/bytes.ts';
import type { Clock } from '../ports/clock.ts';
import type { Codes } from '../ports/codes.ts';
import type { Disk } from '../ports/disk.ts';
import type { ExitCode } from './slice.ts';
import { noTries, waitMs, type Tries } from './tries.ts';

const codeFile = 'exit-code';
const triesFile = 'exit-code-tries';

export type ExitCodes = {
  /** Where it comes from; null: there is none. IT's stands over one that was chosen here. */
  whose(): Promise<ExitCode | null>;
  /** False: there is one of IT's, or the disk takes nothing. */
  choose(code: string): Promise<boolean>;
  isRight(code: string): Promise<IpcAnswer<null>>;
};

type Parts = { disk: Disk; codes: Codes; clock: Pick<Clock, 'now'> };

export function createExitCodes({ disk, codes, clock }: Parts, byPolicy: string | null): ExitCodes {
  let checking: Promise<unknown> = Promise.resolve();

  async function own(): Promise<string | null> {
    const read = await disk.read(codeFile);
    if (!read.ok) return null;
    const hash = fromUtf8(read.value);
    return codes.isHash(hash) ? hash : null;
  }

  async function readTries(): Promise<Tries> {
    const read = await disk.read(triesFile);
    const [, wrong, at] = read.ok ? (/^(\d{1,9}) (\d{1,16})$/.exec(fromUtf8(read.value)) ?? []) : [];
    return wrong === undefined ? noTries : { wrong: Number(wrong), at: Number(at) };
  }
  const write = ({ wrong, at }: Tries) => disk.replace(triesFile, toUtf8(`${wrong} ${at}`));

  async function check(code: string): Promise<IpcAnswer<null>> {
    const hash = byPolicy ?? (await own());
    if (hash === null)
      return { ok: false, error: { code: 'not-found', message: 'There is no exit code on this console.' } };
    const tries = await readTries();
    const wait = waitMs(tries, clock.now());
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
    await write({ wrong: tries.wrong + 1, at: clock.now() });
    if (!(await codes.matches(code, hash)))
      return { ok: false, error: { code: 'wrong-secret', message: 'This is not the exit code.' } };
    await write(noTries);
    return { ok: true, value: null };
  }

  return {
    async whose() {
      if (byPolicy !== null) return 'policy';
      return (await own()) === null ? null : 'own';
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

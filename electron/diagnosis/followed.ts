// Runs the self-test for command lines and the window, once at a time, and lets the window follow what is done of it.
import type { FollowedTest } from '../../contract/self-test.ts';
import type { Checked, SelfTest } from '../../core/diagnosis/self-test.ts';

/** Tells each check as soon as it is done. */
export type RunSelfTest = (aloud: boolean, told: (checked: Checked) => void) => Promise<SelfTest>;

export type SelfTests = {
  /** Whoever asks while one runs gets what comes of that one. */
  run(aloud: boolean): Promise<SelfTest>;
  /** Begins one, or joins the one that runs; its number. */
  start(): number;
  /** Answers once more than `known` checks are done, or none is left. null: another has begun since, or none was. */
  follow(run: number, known: number): Promise<FollowedTest | null>;
};

type Run = {
  n: number;
  done: Checked[];
  over: boolean;
  all: Promise<SelfTest>;
  waiting: Set<() => void>;
};

export function createSelfTests(run: RunSelfTest): SelfTests {
  let current: Run | null = null;

  function begin(aloud: boolean): Run {
    const waiting = new Set<() => void>();
    const done: Checked[] = [];
    const n = (current?.n ?? 0) + 1;
    function told(): void {
      for (const wake of waiting) wake();
      waiting.clear();
    }
    const all = run(aloud, (checked) => {
      done.push(checked);
      told();
    }).finally(() => {
      begun.over = true;
      told();
    });
    const begun: Run = { n, done, over: false, all, waiting };
    // Who follows it is told that it is over; who waits for it is told why.
    all.catch(() => undefined);
    return begun;
  }

  const running = (aloud: boolean): Run =>
    (current = current === null || current.over ? begin(aloud) : current);

  return {
    run: (aloud) => running(aloud).all,
    start: () => running(false).n,
    async follow(n, known) {
      const followed = current;
      if (followed === null || followed.n !== n) return null;
      while (!followed.over && followed.done.length <= known)
        await new Promise<void>((resolve) => followed.waiting.add(resolve));
      return {
        done: followed.done.map(({ id, verdict, what, why, todo }) => ({ id, verdict, what, why, todo })),
        over: followed.over,
      };
    },
  };
}

// A bench in several processes: the same program started again in another role, spoken to over Node's channel.
import { type ChildProcess, fork } from 'node:child_process';

export type Role = {
  /** Asks for one thing and waits for its answer. */
  ask<T>(what: string, words?: object): Promise<T>;
  stop(): Promise<void>;
};

type Question = { id: number; what: string; words: object };
type Answer = { id: number; value?: unknown; error?: string };

export function startRole(name: string): Role {
  const child: ChildProcess = fork(process.argv[1]!, ['--role', name], { execArgv: ['--expose-gc'] });
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.on('exit', (code) => {
    for (const [id, settle] of waiting) settle({ id, error: `the ${name} process ended with ${code}` });
  });
  return {
    ask<T>(what: string, words: object = {}) {
      last += 1;
      const question: Question = { id: last, what, words };
      return new Promise<T>((resolve, reject) => {
        waiting.set(question.id, ({ value, error }) => {
          if (error === undefined) resolve(value as T);
          else reject(new Error(`${name}, ${what}: ${error}`));
        });
        child.send(question);
      });
    },
    stop: () =>
      new Promise((resolve) => {
        child.on('exit', () => resolve());
        child.kill();
      }),
  };
}

export type Answers = Record<string, (words: never) => unknown>;

export function playRole(answers: Answers): void {
  process.on('message', async ({ id, what, words }: Question) => {
    const reply: Answer = { id };
    try {
      reply.value = (await answers[what]!(words as never)) ?? null;
    } catch (error) {
      reply.error = String(error);
    }
    process.send!(reply);
  });
  process.on('disconnect', () => process.exit());
}

/** Milliseconds on a clock that all processes of a machine share and nobody sets. */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

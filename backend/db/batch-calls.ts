// Runs calls that arrive while one is in flight as one batch after it.
import { isOutage } from './database-error.ts';

export type Answer<Out> = { ok: true; value: Out } | { ok: false; why: unknown };

export type BatchParts<In, Out> = {
  /**
   * Answers for each in its turn. When it throws, nothing was done, and each is tried alone; but what a database that
   * went away may have done already is never done again.
   */
  act: (asked: readonly In[]) => Promise<readonly Answer<Out>[]>;
  most: number;
  /** Two of the same name are never done in one go; null: with anybody. */
  nameOf?: (asked: In) => string | null;
};

export type BatchedCalls<In, Out> = {
  ask(asked: In): Promise<Out>;
  /** How many were asked for and have no answer yet. */
  waiting(): number;
};

type Asking<In, Out> = { asked: In; settle: (answer: Answer<Out>) => void };

export function batchCalls<In, Out>({
  act,
  most,
  nameOf = () => null,
}: BatchParts<In, Out>): BatchedCalls<In, Out> {
  let waiting: Asking<In, Out>[] = [];
  let unanswered = 0;
  let working = false;

  function next(): Asking<In, Out>[] {
    const names = new Set<string>();
    const taken: Asking<In, Out>[] = [];
    const left: Asking<In, Out>[] = [];
    for (const asking of waiting) {
      const name = nameOf(asking.asked);
      if (taken.length >= most || (name !== null && names.has(name))) left.push(asking);
      else {
        taken.push(asking);
        if (name !== null) names.add(name);
      }
    }
    waiting = left;
    return taken;
  }

  async function together(askings: readonly Asking<In, Out>[]): Promise<void> {
    let answers: readonly Answer<Out>[];
    try {
      answers = await act(askings.map(({ asked }) => asked));
    } catch (why) {
      if (askings.length === 1 || isOutage(why)) for (const { settle } of askings) settle({ ok: false, why });
      else for (const asking of askings) await together([asking]);
      if (isOutage(why) && why.outcome === 'unavailable') giveUp(why);
      return;
    }
    for (const [i, { settle }] of askings.entries())
      settle(answers[i] ?? { ok: false, why: new Error('It was asked for, and nobody answered.') });
  }

  /** Whoever waits as well would only wait for the same to happen, one go after the other. */
  function giveUp(why: unknown): void {
    const given = waiting;
    waiting = [];
    for (const { settle } of given) settle({ ok: false, why });
  }

  async function work(): Promise<void> {
    for (let askings = next(); askings.length > 0; askings = next()) await together(askings);
    working = false;
  }

  return {
    ask: (asked) =>
      new Promise<Out>((resolve, reject) => {
        unanswered += 1;
        waiting.push({
          asked,
          settle(answer) {
            unanswered -= 1;
            if (answer.ok) resolve(answer.value);
            else reject(answer.why as Error);
          },
        });
        if (working) return;
        working = true;
        // Whatever else arrives in this turn of the event loop comes along.
        setImmediate(() => void work());
      }),
    waiting: () => unanswered,
  };
}

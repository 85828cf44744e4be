// Load on a fixed timetable, and the wait until all of it has arrived.
import { type Role, sharedNow } from './roles.ts';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A slow answer does not slow down the next question. Answers how often it was asked. */
export async function onTimetable(
  perSecond: number,
  seconds: number,
  act: (n: number) => Promise<unknown>,
): Promise<number> {
  const began = sharedNow();
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = began + (n * 1_000) / perSecond;
    await pause(Math.max(0, due - sharedNow()));
    answers.push(act(n));
  }
  await Promise.all(answers);
  return answers.length;
}

/** Waits until everything is there, or until nothing has come for a second. */
export async function arrive(listeners: Role, expected: number): Promise<void> {
  let [before, quiet] = [-1, 0];
  while (quiet < 20) {
    const now = await listeners.ask<number>('count');
    if (now >= expected) return;
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await pause(50);
  }
}

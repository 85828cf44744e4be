import { expect, test, vi } from 'vitest';
import { repeatTask } from './repeat-task.ts';

test('goes on by itself, also after a round that failed', async () => {
  const failures: unknown[] = [];
  let n = 0;
  const task = repeatTask(
    async () => {
      n += 1;
      if (n === 1) throw new Error('first');
    },
    1,
    (why) => failures.push(why),
  );
  await vi.waitFor(() => expect(n).toBeGreaterThan(3));
  await task.stop();
  expect(failures).toEqual([new Error('first')]);
});

test('asked for during a round, the next one follows at once; never two at once; none after the end', async () => {
  let inside = 0;
  let most = 0;
  let n = 0;
  const gates: (() => void)[] = [];
  const task = repeatTask(
    async () => {
      n += 1;
      most = Math.max(most, ++inside);
      await new Promise<void>((open) => gates.push(open));
      inside -= 1;
    },
    3_600_000,
    () => {},
  );
  task.soon();
  await vi.waitFor(() => expect(gates).toHaveLength(1));
  task.soon();
  task.soon();
  gates[0]?.();
  await vi.waitFor(() => expect(gates).toHaveLength(2));
  const over = task.stop();
  task.soon();
  gates[1]?.();
  await over;
  expect([n, most]).toEqual([2, 1]);
});

test('a round that says when the next one is to be has it then', async () => {
  let n = 0;
  const task = repeatTask(
    async () => {
      n += 1;
      return n < 4 ? 1 : undefined;
    },
    3_600_000,
    () => {},
  );
  task.soon();
  await vi.waitFor(() => expect(n).toBe(4));
  await task.stop();
});

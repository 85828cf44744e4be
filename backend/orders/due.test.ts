import { expect, test, vi } from 'vitest';
import { createDueClock, type DueParts } from './due.ts';

test('what is due in two months has nobody look again and again until then', async () => {
  vi.useFakeTimers();
  try {
    let looks = 0;
    const nothing = { execute: async () => [], executeTakeFirst: async () => ({ at: null }) };
    const query: Record<string, unknown> = { ...nothing };
    for (const step of ['select', 'where', 'orderBy', 'limit']) query[step] = () => query;
    const read = {
      with: () => read,
      selectFrom: () => {
        looks += 1;
        return query;
      },
    };
    const store = { read } as unknown as DueParts['store'];
    const failed = vi.fn();
    const due = createDueClock({ store, log: {} as DueParts['log'], now: Date.now, failed });
    due.at(Date.now() + 60 * 24 * 3_600_000);
    await vi.advanceTimersByTimeAsync(900);
    expect(looks).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(looks).toBeGreaterThan(0);
    expect(failed).not.toHaveBeenCalled();
    await due.stop();
  } finally {
    vi.useRealTimers();
  }
});

import { expect, test, vi } from 'vitest';
import { createClock } from './clock.ts';

test('runs what is due, and never what was cancelled', async () => {
  const clock = createClock();
  const ran: string[] = [];
  const cancelled = clock.after(1, () => ran.push('cancelled'));
  cancelled.cancel();
  await new Promise<void>((resolve) => {
    clock.after(5, () => {
      ran.push('kept');
      resolve();
    });
  });
  expect(ran).toEqual(['kept']);
});

test('a wait of more than 24 days does not fire at once', () => {
  vi.useFakeTimers();
  try {
    const fired: number[] = [];
    const thirtyDays = 30 * 24 * 3_600_000;
    const began = performance.now();
    createClock().after(thirtyDays, () => fired.push(performance.now() - began));
    vi.advanceTimersByTime(thirtyDays - 1);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(fired).toEqual([thirtyDays]);
  } finally {
    vi.useRealTimers();
  }
});

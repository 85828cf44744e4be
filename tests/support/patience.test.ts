import { expect, test, vi } from 'vitest';

test('what comes after more than a second, as on a busy machine, is still waited for', async () => {
  let came = false;
  setTimeout(() => (came = true), 1200);
  await Promise.all([vi.waitFor(() => expect(came).toBe(true)), expect.poll(() => came).toBe(true)]);
});

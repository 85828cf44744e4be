// Waiting for what must come, and saying what did not.

const PATIENCE_MS = 20_000;

export function within<T>(promise: Promise<T>, what: string, ms = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${ms} ms for ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Polls until the check gives something other than false, null or undefined. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  what: string,
  ms = PATIENCE_MS,
): Promise<NonNullable<T>> {
  const until = performance.now() + ms;
  for (;;) {
    const value = await check();
    if (value !== false && value != null) return value;
    if (performance.now() > until) throw new Error(`Waited ${ms} ms until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

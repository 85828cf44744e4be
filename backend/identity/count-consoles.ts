// Counts the consoles that beat at this process: told to them, so that many spread their return and few need not wait.
export type ConsoleCount = {
  heard(device: string, now: number): void;
  size(now: number): number;
};

/** Several beats long, so that one that is late is not missed. */
const rememberedMs = 60_000;

export function countConsoles(): ConsoleCount {
  /** In the order of their last beat. */
  const last = new Map<string, number>();
  return {
    heard(device, now) {
      last.delete(device);
      last.set(device, now);
    },
    size(now) {
      for (const [device, at] of last) {
        if (now - at < rememberedMs) break;
        last.delete(device);
      }
      return last.size;
    },
  };
}

// Counts how many requests each caller may still make: so many a second on average, and a burst of more.

export type Rate = { perSecond: number; burst: number };

export type Allowance = {
  /** Seconds to wait; 0 when the request may be made now, which then is counted. */
  take(caller: string, rate: Rate, now: number): number;
  /** What was counted is not to count after all. */
  giveBack(caller: string, rate: Rate): void;
};

type Left = { tokens: number; at: number };

const callersKept = 20_000;

export function createAllowance(): Allowance {
  let callers = new Map<string, Left>();
  /** Callers of a while ago, on their way to being forgotten. */
  let former = new Map<string, Left>();
  return {
    giveBack(caller, rate) {
      const left = callers.get(caller);
      if (left) left.tokens = Math.min(rate.burst, left.tokens + 1);
    },
    take(caller, rate, now) {
      const known = callers.get(caller) ?? former.get(caller) ?? { tokens: rate.burst, at: now };
      const earned = (Math.max(0, now - known.at) / 1000) * rate.perSecond;
      const tokens = Math.min(rate.burst, known.tokens + earned);
      const allowed = tokens >= 1;
      if (callers.size >= callersKept) {
        former = callers;
        callers = new Map();
      }
      callers.set(caller, { tokens: allowed ? tokens - 1 : tokens, at: now });
      return allowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / rate.perSecond));
    },
  };
}

// The last event of each cache channel, for those who subscribe later.
import type { PusherLimits } from './limits.ts';

export type LastEvent = { event: string; data: string };

type Kept = LastEvent & { until: number };

export class LastEvents {
  // A Map keeps the order of insertion, so its first entry is the one published longest ago.
  private readonly kept = new Map<string, Kept>();
  private readonly limits: PusherLimits;
  private readonly now: () => number;

  constructor(limits: PusherLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
  }

  keep(channel: string, { event, data }: LastEvent): void {
    this.kept.delete(channel);
    this.kept.set(channel, { event, data, until: this.now() + this.limits.cacheTtlS * 1000 });
    if (this.kept.size > this.limits.cachedEvents) this.kept.delete(this.kept.keys().next().value!);
  }

  get(channel: string): (LastEvent & { ttlS: number }) | null {
    const kept = this.kept.get(channel);
    if (!kept) return null;
    const ttlS = Math.ceil((kept.until - this.now()) / 1000);
    if (ttlS > 0) return { event: kept.event, data: kept.data, ttlS };
    this.kept.delete(channel);
    return null;
  }
}

// How often something may happen: so many at once, and so many a second on average (a token bucket).

export class Allowance {
  private left: number;
  private at: number;

  constructor(burst: number, now: number) {
    this.left = burst;
    this.at = now;
  }

  /** True, and one less is left, when it may happen now. */
  take(perSecond: number, burst: number, now: number): boolean {
    this.refill(perSecond, burst, now);
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  /** True when nothing has been taken for so long that forgetting this allowance changes nothing. */
  isFull(perSecond: number, burst: number, now: number): boolean {
    this.refill(perSecond, burst, now);
    return this.left >= burst;
  }

  private refill(perSecond: number, burst: number, now: number): void {
    // A clock that was set back must neither take away nor give anything.
    const elapsedMs = Math.max(0, now - this.at);
    this.left = Math.min(burst, this.left + (elapsedMs / 1000) * perSecond);
    this.at = now;
  }
}

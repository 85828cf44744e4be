// The connections that have not signed in, by address, and which of them makes room when there is none.
import type { Line } from './line.ts';

/** In the order in which they came. */
type Household = { strangers: Set<Line>; authorized: Set<Line> };

export class Guests {
  private readonly households = new Map<string, Household>();
  private readonly addresses = new Map<Line, string>();

  come(line: Line, address: string): void {
    const household = this.households.get(address) ?? { strangers: new Set(), authorized: new Set() };
    household.strangers.add(line);
    this.households.set(address, household);
    this.addresses.set(line, address);
  }

  /** The application has signed for it: it is on a private channel. */
  authorized(line: Line): void {
    const household = this.householdOf(line);
    if (household?.strangers.delete(line)) household.authorized.add(line);
  }

  /** It has signed in, or left. */
  go(line: Line): void {
    const household = this.householdOf(line);
    const address = this.addresses.get(line);
    if (!household || address === undefined) return;
    this.addresses.delete(line);
    household.strangers.delete(line);
    household.authorized.delete(line);
    if (household.strangers.size + household.authorized.size === 0) this.households.delete(address);
  }

  /** The one who has been there longest without having said who it is. */
  strangerAt(address: string): Line | null {
    return first(this.households.get(address)?.strangers);
  }

  /**
   * Of those nobody signed for the oldest one where most of them are. Failing these, somebody on a private channel, but
   * only where there are more of them than the newcomer has at home: or one who comes often would have all others leave.
   */
  leastMissed(newcomer: string): Line | null {
    const crowd = this.largest(({ strangers }) => strangers.size);
    if (crowd && crowd.strangers.size > 0) return first(crowd.strangers);
    const largest = this.largest(({ authorized }) => authorized.size);
    const own = this.households.get(newcomer)?.authorized.size ?? 0;
    return largest && largest.authorized.size > own ? first(largest.authorized) : null;
  }

  private householdOf(line: Line): Household | undefined {
    const address = this.addresses.get(line);
    return address === undefined ? undefined : this.households.get(address);
  }

  private largest(size: (household: Household) => number): Household | null {
    let largest: Household | null = null;
    for (const household of this.households.values())
      if (largest === null || size(household) > size(largest)) largest = household;
    return largest;
  }
}

const first = (lines: ReadonlySet<Line> | undefined): Line | null => lines?.values().next().value ?? null;

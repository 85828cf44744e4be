// Keeps the connections that have not signed in, by address, and says which of them makes room when there is none.
import type { Client } from './client.ts';

/** In the order in which they came. */
type Household = { strangers: Set<Client>; authorized: Set<Client> };

export class NotSignedIn {
  private readonly households = new Map<string, Household>();
  private readonly addresses = new Map<Client, string>();

  come(client: Client, address: string): void {
    const household = this.households.get(address) ?? { strangers: new Set(), authorized: new Set() };
    household.strangers.add(client);
    this.households.set(address, household);
    this.addresses.set(client, address);
  }

  /** The application has signed for it: it is on a private channel. */
  authorized(client: Client): void {
    const household = this.householdOf(client);
    if (household?.strangers.delete(client)) household.authorized.add(client);
  }

  /** It has signed in, or left. */
  go(client: Client): void {
    const household = this.householdOf(client);
    const address = this.addresses.get(client);
    if (!household || address === undefined) return;
    this.addresses.delete(client);
    household.strangers.delete(client);
    household.authorized.delete(client);
    if (household.strangers.size + household.authorized.size === 0) this.households.delete(address);
  }

  /** The one who has been there longest without having said who it is. */
  strangerAt(address: string): Client | null {
    return first(this.households.get(address)?.strangers);
  }

  /**
   * Of those nobody signed for the oldest one where most of them are. Failing these, somebody on a private channel, but
   * only where there are more of them than the newcomer has at home: or one who comes often would have all others leave.
   */
  leastMissed(newcomer: string): Client | null {
    const crowd = this.largest(({ strangers }) => strangers.size);
    if (crowd && crowd.strangers.size > 0) return first(crowd.strangers);
    const largest = this.largest(({ authorized }) => authorized.size);
    const own = this.households.get(newcomer)?.authorized.size ?? 0;
    return largest && largest.authorized.size > own ? first(largest.authorized) : null;
  }

  private householdOf(client: Client): Household | undefined {
    const address = this.addresses.get(client);
    return address === undefined ? undefined : this.households.get(address);
  }

  private largest(size: (household: Household) => number): Household | null {
    let largest: Household | null = null;
    for (const household of this.households.values())
      if (largest === null || size(household) > size(largest)) largest = household;
    return largest;
  }
}

const first = (clients: ReadonlySet<Client> | undefined): Client | null =>
  clients?.values().next().value ?? null;

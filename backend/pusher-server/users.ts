// Who has signed in, through which connections.
import { isUserId } from './channel-name.ts';
import type { Client } from './client.ts';

export type SignedInUser = { id: string; info: unknown };

export class Users {
  private readonly clients = new Map<string, Set<Client>>();

  get size(): number {
    return this.clients.size;
  }

  signIn(client: Client, { id }: Pick<SignedInUser, 'id'>): void {
    const clients = this.clients.get(id);
    if (clients) clients.add(client);
    else this.clients.set(id, new Set([client]));
  }

  signOut(client: Client, { id }: Pick<SignedInUser, 'id'>): void {
    const clients = this.clients.get(id);
    clients?.delete(client);
    if (clients?.size === 0) this.clients.delete(id);
  }

  /** Closes everything a user has open, for good: no client comes back after 4009 by itself. */
  terminate(id: string): number {
    const clients = [...(this.clients.get(id) ?? [])];
    for (const client of clients) client.close(4009, 'Connection terminated by the application');
    return clients.length;
  }
}

/** Null when the signed text names nobody. A watchlist in it is not looked at. */
export function readUser(userData: string): SignedInUser | null {
  try {
    const parsed: unknown = JSON.parse(userData);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { id, user_info: info } = parsed as { id?: unknown; user_info?: unknown };
    return typeof id === 'string' && isUserId(id) ? { id, info: info ?? null } : null;
  } catch {
    return null;
  }
}

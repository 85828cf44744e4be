// Who has signed in, through which connections.
import { isUserId } from './channel-name.ts';
import type { Line } from './line.ts';

export type SignedInUser = { id: string; info: unknown };

export class Users {
  private readonly lines = new Map<string, Set<Line>>();

  get size(): number {
    return this.lines.size;
  }

  signIn(line: Line, { id }: Pick<SignedInUser, 'id'>): void {
    const lines = this.lines.get(id);
    if (lines) lines.add(line);
    else this.lines.set(id, new Set([line]));
  }

  signOut(line: Line, { id }: Pick<SignedInUser, 'id'>): void {
    const lines = this.lines.get(id);
    lines?.delete(line);
    if (lines?.size === 0) this.lines.delete(id);
  }

  /** Closes everything a user has open, for good: no client comes back after 4009 by itself. */
  terminate(id: string): number {
    const lines = [...(this.lines.get(id) ?? [])];
    for (const line of lines) line.close(4009, 'Connection terminated by the application');
    return lines.length;
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

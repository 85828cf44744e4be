// Who is in a presence channel: people, each through one or more connections.
import { isUserId } from './channel-name.ts';

export type Member = { userId: string; info: unknown };

type Seat = { info: unknown; connections: number };

export class Roster {
  private readonly seats = new Map<string, Seat>();

  get size(): number {
    return this.seats.size;
  }

  has(userId: string): boolean {
    return this.seats.has(userId);
  }

  userIds(): string[] {
    return [...this.seats.keys()];
  }

  /** True for a person's first connection: only then has somebody come. */
  join({ userId, info }: Member): boolean {
    const seat = this.seats.get(userId);
    if (seat) {
      seat.connections += 1;
      return false;
    }
    this.seats.set(userId, { info, connections: 1 });
    return true;
  }

  /** True for a person's last connection: only then has somebody gone. */
  leave(userId: string): boolean {
    const seat = this.seats.get(userId);
    if (!seat) return false;
    seat.connections -= 1;
    if (seat.connections > 0) return false;
    this.seats.delete(userId);
    return true;
  }

  /** The `data` with which a new member is told who is there. */
  describe(): string {
    const hash = Object.fromEntries([...this.seats].map(([userId, { info }]) => [userId, info]));
    return JSON.stringify({ presence: { ids: this.userIds(), hash, count: this.size } });
  }
}

/** Who comes in, from the `channel_data` the application signed; a text says what is wrong with it. */
export function readMember(channelData: string, maxBytes: number): Member | string {
  if (Buffer.byteLength(channelData) > maxBytes) return `channel_data is longer than ${maxBytes} bytes`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(channelData);
  } catch {
    return 'channel_data is not JSON';
  }
  if (typeof parsed !== 'object' || parsed === null) return 'channel_data is not an object';
  const { user_id: id, user_info: info } = parsed as { user_id?: unknown; user_info?: unknown };
  // Applications whose user ids are numbers sign them as numbers.
  const userId = typeof id === 'number' ? String(id) : id;
  if (typeof userId !== 'string' || !isUserId(userId)) {
    return 'channel_data needs a user_id of 1 to 128 characters';
  }
  return { userId, info: info ?? null };
}

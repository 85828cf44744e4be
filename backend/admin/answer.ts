// What admin commands have in common: what they are given, what they answer, and which restaurant is meant.
import type { z } from 'zod';
import type { ChannelTemplates } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import type { Identity } from '../identity/index.ts';
import { done, refused, type Refusal, type Result } from '../http/refusal.ts';
import type { NotifyAll } from '../announcements/announcements.ts';
import type { EventLog } from '../streams/event-log.ts';
import { listRestaurants } from '../restaurant/restaurants.ts';
import type { Asked, Thing } from './arguments.ts';

export type AdminParts = {
  store: Store;
  log: EventLog;
  notifyAll: NotifyAll;
  identity: Identity;
  now: () => number;
  channels: ChannelTemplates;
  /** The certificate's, when the backend made its own: it goes into every code. */
  fingerprint: string | null;
  /** The first line of standard input: secrets do not belong into the list of processes. */
  readSecret: () => Promise<string>;
};

export type Answer = { lines: string[]; data: Record<string, unknown> };
export type Command = (parts: AdminParts, asked: Asked) => Promise<Result<Answer>>;

export const hour = 3_600_000;
export const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
export const bad = (field: string, detail: string) => refused('invalid', detail, { field });
export const noName = (thing: string) =>
  bad('name', `Say the name of the ${thing}: admin ${thing} add "NAME".`);

/** The one that was named, or the only one there is. */
export async function restaurantOf({ store }: AdminParts, { options }: Asked): Promise<Result<string>> {
  const all = (await listRestaurants(store.read)).filter((row) => row.endedAt === null);
  const ids = all.map((row) => row.restaurant.id);
  if (options.restaurant !== undefined)
    return ids.includes(options.restaurant)
      ? done(options.restaurant)
      : bad('restaurant', `There is no restaurant "${options.restaurant}".`);
  const [only] = ids;
  if (only === undefined)
    return bad('restaurant', 'There is no restaurant yet. Make one: admin restaurant add "NAME".');
  if (ids.length > 1) return bad('restaurant', `Say which one: --restaurant ${ids.join(' | ')}`);
  return done(only);
}

export function table(rows: (string | number | null)[][]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => String(row[i] ?? '–').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => String(cell ?? '–').padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export const state = (endedAt: number | null) => (endedAt === null ? 'yes' : `ended ${iso(endedAt)}`);

/** The first thing wrong with what was asked for. */
export function wrong(error: z.ZodError): Refusal {
  const issue = error.issues[0];
  const field = issue?.path.join('.') ?? 'name';
  return bad(field, `${field}: ${issue?.message}`);
}

export type End = (parts: AdminParts, restaurant: string, id: string) => Promise<boolean>;

export const revoke =
  (thing: Thing, end: End): Command =>
  async (parts, asked) => {
    const id = asked.name;
    if (id === undefined) return bad('id', `Say its id; admin ${thing} list shows them.`);
    const restaurant = await restaurantOf(parts, asked);
    if (!restaurant.ok) return restaurant;
    if (!(await end(parts, restaurant.value, id)))
      return refused(
        'not-found',
        `There is no such ${thing} at ${restaurant.value}, or it was ended before.`,
      );
    return done({ lines: [`Ended: ${thing} ${id}.`], data: { id } });
  };

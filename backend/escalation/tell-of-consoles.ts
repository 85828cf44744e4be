// Tells every console of a restaurant that another one is gone or back, and its managers of those that are gone.
import { cutText } from '../../contract/wire.ts';
import type { Db } from '../db/schema.ts';
import { managersOf, type Notify } from '../notifications/index.ts';
import type { Append } from '../streams/event-log.ts';
import { closingOf } from './closed-consoles.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import type { Console, ConsolesDecision } from './decide-consoles.ts';

const longestBody = 500;
const iso = (at: number) => new Date(at).toISOString();

/** Whoever marks the device tells of it; a second backend finds it marked. */
export async function tellOfConsoles(
  { notify }: { notify: Notify },
  tx: Db,
  append: Append,
  restaurant: Restaurant,
  decision: ConsolesDecision,
  now: number,
): Promise<{ gone: number; back: number }> {
  const gone: Console[] = [];
  let back = 0;
  for (const one of decision.gone) {
    if (!(await mark(tx, one, one.seenAt))) continue;
    gone.push(one);
    await append({
      stream: `restaurant:${restaurant.id}`,
      type: 'console.gone',
      at: now,
      message: `${closingOf(one, restaurant, now) ?? `The console "${one.name}" cannot be reached`}.`,
      body: { device: { id: one.id, name: one.name }, since: iso(one.seenAt) },
    });
  }
  for (const one of decision.back) {
    if (!(await mark(tx, one, null))) continue;
    back += 1;
    await append({
      stream: `restaurant:${restaurant.id}`,
      type: 'console.back',
      at: now,
      message: `The console "${one.name}" can be reached again.`,
      body: { device: { id: one.id, name: one.name } },
    });
  }
  if (gone.length > 0)
    await notify(tx, append, await managersOf(tx, restaurant.id), {
      restaurant: restaurant.id,
      kind: 'console-gone',
      title: gone.length === 1 ? 'A console cannot be reached' : `${gone.length} consoles cannot be reached`,
      body: cutText(sentencesOf(gone, restaurant, now), longestBody),
      data: { consoles: gone.slice(0, 20).map(({ id, name, seenAt }) => ({ id, name, since: iso(seenAt) })) },
      at: now,
    });
  return { gone: gone.length, back };
}

function sentencesOf(gone: readonly Console[], restaurant: Restaurant, now: number): string {
  const silent = gone.filter(({ closed }) => closed === null).map(({ name }) => `"${name}"`);
  const closings = gone.flatMap((one) => closingOf(one, restaurant, now) ?? []);
  return [
    ...(silent.length === 0 ? [] : [`Nothing was heard for some minutes from ${silent.join(', ')}.`]),
    ...closings.map((closing) => `${closing}.`),
  ].join(' ');
}

async function mark(tx: Db, { id }: Console, goneAt: number | null): Promise<boolean> {
  const marked = await tx
    .updateTable('devices')
    .set({ gone_at: goneAt })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('gone_at', goneAt === null ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst();
  return marked !== undefined;
}

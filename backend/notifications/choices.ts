// Keeps what each person chose to hear of each kind of notification.
import {
  choices as choicesSchema,
  neverOff,
  notificationKinds,
  plainChoices,
  type Choices,
  type Hearing,
  type NotificationKind,
} from '../../contract/notifications.ts';
import { among } from '../db/among.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { Append } from '../streams/event-log.ts';
import { standingAt, type Standing } from './standing.ts';

/** Of the kinds that are named. */
type Wanted = { readonly [Kind in NotificationKind]?: Hearing | undefined };

export async function choicesOf(db: Db, person: string): Promise<Choices> {
  const rows = await db
    .selectFrom('notification_choices')
    .select(['kind', 'hearing'])
    .where('person_id', '=', person)
    .execute();
  return choicesSchema.parse(Object.fromEntries(rows.map(({ kind, hearing }) => [kind, hearing])));
}

/** What each of these people wants to hear of a kind. */
export async function hearingsOf(
  store: Store,
  tx: Db,
  kind: string,
  people: readonly string[],
): Promise<(person: string) => Hearing> {
  const rows = await tx
    .selectFrom('notification_choices')
    .select(['person_id', 'hearing'])
    .where(among(store, 'person_id', people))
    .where('kind', '=', kind)
    .execute();
  const chosen = new Map(rows.map((row) => [row.person_id, row.hearing as Hearing]));
  const usual = plainChoices[kind as NotificationKind];
  return (person) => chosen.get(person) ?? usual;
}

/** The first of these kinds that may not be switched off, and is. */
export function wronglyOff(wanted: Wanted): NotificationKind | null {
  return neverOff.find((kind) => wanted[kind] === 'off') ?? null;
}

/** An event only when something is another than before, so that doing it twice is doing it once. */
export async function choose(
  tx: Db,
  append: Append,
  person: string,
  wanted: Wanted,
  how: { now: number; cause: string | undefined },
): Promise<Standing> {
  const before = await choicesOf(tx, person);
  const changed = notificationKinds.filter(
    (kind) => wanted[kind] !== undefined && wanted[kind] !== before[kind],
  );
  const stream = `user:${person}`;
  if (changed.length === 0) return standingAt(tx, stream);
  for (const kind of changed) {
    const hearing = wanted[kind] as Hearing;
    await tx
      .insertInto('notification_choices')
      .values({ person_id: person, kind, hearing })
      .onConflict((known) => known.columns(['person_id', 'kind']).doUpdateSet({ hearing }))
      .execute();
  }
  const chosen = await choicesOf(tx, person);
  const { epoch, seq } = await append({
    stream,
    type: 'notification.choices',
    message: 'What is heard of notifications was chosen anew.',
    at: how.now,
    cause: how.cause,
    body: { choices: chosen },
  });
  return { stream, epoch, seq };
}

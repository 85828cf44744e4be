// Says whose inbox a request is about: that of whoever asks, or of whom their device speaks for.
import { may, type Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import { ProblemError } from '../http/problem.ts';
import { asPersonThen } from '../identity/person-then.ts';

type Asked = { person?: string | undefined; occurredAt?: string | undefined };

/** When it was done, by the word of whoever did it, and not after now. */
export function whenAsked({ occurredAt }: Asked, now: number): number {
  const said = occurredAt === undefined ? now : Date.parse(occurredAt);
  return Number.isNaN(said) ? now : Math.min(said, now);
}

/** A device speaks for whoever was stepped in on it at that moment, and for nobody else. */
export async function personAsked(tx: Db, asking: Principal, asked: Asked, now: number): Promise<string> {
  const speaks = await asPersonThen(tx, asking, asked.person, whenAsked(asked, now), now);
  const theirs = speaks.kind === 'person' && (asked.person ?? speaks.id) === speaks.id;
  if (theirs && may(speaks, 'inbox.write', `user:${speaks.id}`)) return speaks.id;
  throw new ProblemError(
    'not-allowed',
    speaks.kind === 'device' && asked.person !== undefined
      ? 'Nobody of that id was stepped in on this device then.'
      : 'Notifications are for people: step in to open yours.',
  );
}

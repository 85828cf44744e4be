// The simulated backend's routes of notifications: opening, by whoever it was or by their device later, and the snapshot's part.
import type { Principal } from '../../contract/permissions.ts';
import type { Inbox } from '../../contract/notifications.ts';
import { clockErrorMs } from '../../backend/identity/how-late.ts';
import type { Backend } from './backend.ts';
import { ok, problem, type HttpAnswer } from './http-answer.ts';

/** On the last page, as the real one has it; a device has no inbox. */
export function inboxPart(
  { inboxes }: Backend,
  who: Principal,
  next: string | null | undefined,
): { inbox?: Inbox } {
  if (inboxes === null || who.kind !== 'person' || typeof next === 'string') return {};
  return { inbox: inboxes.inbox(who.id) };
}

export function notifications(
  backend: Backend,
  who: Principal,
  words: readonly string[],
  body: Record<string, unknown>,
  key: string | undefined,
): HttpAnswer {
  const { inboxes } = backend;
  if (inboxes === null) return problem(404, 'not-found', 'There are no notifications.');
  const now = backend.timeline.wall();
  const said = typeof body['occurredAt'] === 'string' ? Date.parse(body['occurredAt']) : now;
  const at = Math.min(said, now);
  const person = personThen(backend, who, body['person'], at);
  if (person === null) return problem(403, 'not-allowed', 'Nobody of that id was stepped in then.');
  if (words[1] === 'open-all') {
    const upTo = typeof body['upTo'] === 'string' ? body['upTo'] : new Date(at).toISOString();
    return ok(inboxes.open(person, { upTo }, key));
  }
  const [, id = '', verb] = words;
  if (verb !== 'open' || inboxes.of(person).every((one) => one.id !== id))
    return problem(404, 'not-found', 'There is no such notification.');
  return ok(inboxes.open(person, { ids: [id] }, key));
}

/** A device speaks for whoever was stepped in on it at that moment, and for nobody else. */
function personThen({ database }: Backend, who: Principal, asked: unknown, at: number): string | null {
  if (who.kind === 'person') return asked === undefined || asked === who.id ? who.id : null;
  const stay = database.people.find(
    ({ person, device, from, until }) =>
      person === asked &&
      device === who.id &&
      from <= at + clockErrorMs &&
      (until === null || until >= at - clockErrorMs),
  );
  return stay?.person ?? null;
}

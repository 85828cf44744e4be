// Decides when the managers are called, and when they are told that it is over. A pure table over what is known.
import type { RestaurantSettings } from '../../contract/restaurant.ts';
import { isServing, nextService, servingSince } from './serving.ts';

export type WaitingOrder = { id: string; number: string; ringAt: number };

export type Consoles = {
  /** When one of them was last live and audible at once; null: never. */
  heardAt: number | null;
  /** When one of them last joined or went: until it had the time to say something, silence means nothing. */
  changedAt: number | null;
  /** When the last that could be heard was closed by somebody; null: one may be heard yet. */
  closedAt: number | null;
};

export type OpenEscalation = {
  id: string;
  kind: 'unaccepted' | 'no-console';
  order: string | null;
  raisedAt: number;
};

export type Situation = {
  now: number;
  /** Before the backend was up it could hear nobody. */
  upSince: number;
  settings: Pick<RestaurantSettings, 'openingHours' | 'timeZone' | 'pause' | 'escalation'>;
  /** Neither accepted nor rejected, and their bell has rung; the longest waiting first. */
  waiting: WaitingOrder[];
  consoles: Consoles;
  open: OpenEscalation[];
  /** Orders the managers were called for before: once is enough. */
  calledFor: ReadonlySet<string>;
};

export type Raise =
  | { kind: 'unaccepted'; order: WaitingOrder; since: number }
  | { kind: 'no-console'; order: null; since: number };

export type Decision = {
  raise: Raise[];
  cancel: OpenEscalation[];
  accepting: boolean;
  /** Without an order, nothing can change before then. */
  lookAgainAt: number;
};

/**
 * What was decided is written down in one transaction, and others wait for it: a sales channel gone mad has thousands of
 * orders to be called for. The others' turn comes with the next look.
 */
export const mostAtOnce = 50;
export const silentInHoursMs = 3 * 60_000;
export const silentWithOrderMs = 60_000;
/** Two and a half beats. */
export const freshMs = 25_000;

export function decide(situation: Situation): Decision {
  const { now, settings, waiting, open, calledFor } = situation;
  const waitsFor = new Set(waiting.map((order) => order.id));
  const called = open.find((one) => one.kind === 'no-console');

  const raise: Raise[] = waiting
    .filter((order) => !calledFor.has(order.id))
    .filter((order) => now - order.ringAt >= settings.escalation.afterSeconds * 1000)
    .slice(0, mostAtOnce)
    .map((order) => ({ kind: 'unaccepted', order, since: order.ringAt }));
  const cancel = open
    .filter((one) => one.kind === 'unaccepted' && !waitsFor.has(one.order ?? ''))
    .slice(0, mostAtOnce);

  const silent = silenceOf(situation);
  if (!called && silent.since !== null) raise.push({ kind: 'no-console', order: null, since: silent.since });
  if (called && isOver(situation, called)) cancel.push(called);
  const unheard = (called && !cancel.includes(called)) || silent.since !== null;

  return { raise, cancel, accepting: !unheard, lookAgainAt: silent.lookAgainAt };
}

/** From when on nobody would have heard an order, once that has lasted too long. */
function silenceOf(situation: Situation): { since: number | null; lookAgainAt: number } {
  const { now, upSince, settings, consoles, waiting } = situation;
  const quietFrom = Math.max(upSince, consoles.heardAt ?? 0, consoles.changedAt ?? 0);

  const oldest = Math.min(...waiting.map((order) => order.ringAt));
  const withOrder = Math.max(quietFrom, oldest);
  const closedAt = surelyClosedAt(situation);
  if (closedAt !== null && oldest <= closedAt) return { since: closedAt, lookAgainAt: now + freshMs };
  if (waiting.length > 0 && now - withOrder >= silentWithOrderMs)
    return { since: quietFrom, lookAgainAt: now + freshMs };

  // A restaurant that never had a console misses none; one that had is told in opening hours.
  const servesFrom = consoles.changedAt === null ? null : servingSince(settings, now);
  if (servesFrom === null) return { since: null, lookAgainAt: nextService(settings, now) };
  if (closedAt !== null && closedAt >= servesFrom) return { since: closedAt, lookAgainAt: now + freshMs };
  const inHours = Math.max(quietFrom, servesFrom);
  if (now - inHours >= silentInHoursMs) return { since: inHours, lookAgainAt: now + freshMs };
  return { since: null, lookAgainAt: inHours + silentInHoursMs };
}

/** Before it heard everybody for long enough, the backend does not know who else is there. */
function surelyClosedAt({ upSince, consoles: { closedAt, changedAt } }: Situation): number | null {
  const knowsSince = Math.max(upSince + silentInHoursMs, changedAt ?? 0);
  return closedAt !== null && closedAt >= knowsSince ? closedAt : null;
}

function isOver({ now, consoles, waiting, settings }: Situation, called: OpenEscalation): boolean {
  const heard = consoles.heardAt ?? 0;
  if (heard > called.raisedAt && now - heard <= freshMs) return true;
  return waiting.length === 0 && !isServing(settings, now);
}

// Decides what a verb does to an order: the backend for the truth, the console for what it shows until that comes back.
import {
  transitions,
  type Act,
  type Actor,
  type Order,
  type ReadStatus,
  type Status,
  type Verb,
} from './order.ts';
import { longestSnoozeSeconds } from './settings/limits.ts';

export type Command = {
  verb: Verb;
  by: Actor;
  /** The backend's time. */
  now: number;
  /** When it was pressed: never before the order was placed, never after `now`. */
  occurredAt: number;
  /** The statuses it may start from; null: every one the table allows. */
  from: readonly Status[] | null;
  reason?: string | undefined;
  minutes?: number | undefined;
  seconds?: number | undefined;
  item?: string | undefined;
  ticked?: boolean | undefined;
};

export type Rules = {
  prepMinutes: number;
  /** So long a "ready" can be taken back before the customer hears of it; null: only the backend knows. */
  tellMs: number | null;
  /** So long after it was ready an order counts as collected. */
  assumeCollectedMs: number;
};

/** What is to happen later: `null` means no more. */
export type Later = { tell?: number | null; ring?: null; collect?: number | null };

export type Decision =
  | { kind: 'done'; order: Order; act: Act; later: Later }
  /** It was there before: no conflict, nothing changes. */
  | { kind: 'already'; act: Act }
  | { kind: 'conflict'; why: string }
  | { kind: 'invalid'; field: string; why: string };

/** A "ready" that arrives so late is logged; ringing the customer for it would only confuse. */
export const lateMs = 10 * 60_000;
const snooze = { usual: 90, longest: longestSnoozeSeconds };

export function decide(order: Order, command: Command, rules: Rules): Decision {
  const { verb } = command;
  const already = alreadyThere(order, command);
  if (already) return { kind: 'already', act: already };

  const { from, to }: { from: readonly ReadStatus[]; to: Status | null } = transitions[verb];
  if (!from.includes(order.status))
    return {
      kind: 'conflict',
      why: `Order ${order.number} is ${order.status}; ${verb} needs ${list(from)}.`,
    };
  if (command.from && !command.from.some((wanted) => wanted === order.status))
    return {
      kind: 'conflict',
      why: `Order ${order.number} is ${order.status}, and you asked for ${verb} only from ${list(command.from)}.`,
    };

  const act: Act = {
    what: verb,
    at: iso(command.occurredAt),
    by: command.by,
    ...(command.reason === undefined ? {} : { reason: command.reason }),
  };
  const next: Order = { ...order, status: to ?? order.status, acts: withAct(order.acts, act) };
  if (next.status !== 'new') next.snoozedUntil = null;
  return effect(order, next, act, command, rules);
}

/** Nobody in particular: the backend itself. */
export const system: Actor = { kind: 'system', name: 'Counterbell' };

const list = (statuses: readonly ReadStatus[]) => statuses.join(' or ');
const iso = (at: number) => new Date(at).toISOString();

function effect(order: Order, next: Order, act: Act, command: Command, rules: Rules): Decision {
  const { now } = command;
  const done = (later: Later = {}): Decision => ({ kind: 'done', order: next, act, later });
  switch (command.verb) {
    case 'accept':
      next.promisedAt = promise(order, command, rules);
      return done();
    case 'reject':
      return done({ ring: null });
    case 'ready': {
      const late = now - command.occurredAt > lateMs;
      const tell = late || rules.tellMs === null ? null : now + rules.tellMs;
      next.tellAt = tell === null ? null : iso(tell);
      next.toldAt = null;
      return done({ ring: null, tell, collect: now + rules.assumeCollectedMs });
    }
    case 'recall':
      if (order.assumed) {
        next.status = 'ready';
        next.assumed = false;
        return done({ collect: now + rules.assumeCollectedMs });
      }
      next.tellAt = null;
      next.toldAt = null;
      return done({ tell: null, collect: null });
    case 'collect':
      if (order.toldAt === null) next.tellAt = null;
      return done({ tell: null, collect: null });
    case 'cancel':
      if (order.toldAt === null) next.tellAt = null;
      if (order.status !== 'new') next.toBeUnderstood = 'cancelled';
      return done({ tell: null, ring: null, collect: null });
    case 'delay':
      if (command.minutes === undefined)
        return { kind: 'invalid', field: 'minutes', why: 'Say by how many minutes the order is delayed.' };
      next.promisedAt = iso(
        Math.max(now, order.promisedAt === null ? now : Date.parse(order.promisedAt)) +
          command.minutes * 60_000,
      );
      return done();
    case 'stop-bell':
      next.snoozedUntil = iso(now + Math.min(snooze.longest, command.seconds ?? snooze.usual) * 1000);
      return done();
    case 'understood':
      next.toBeUnderstood = null;
      return done();
    case 'tick': {
      if (!order.items.some((item) => item.id === command.item))
        return {
          kind: 'invalid',
          field: 'item',
          why: `Order ${order.number} has no item "${command.item}".`,
        };
      next.items = order.items.map((item) =>
        item.id === command.item ? { ...item, ticked: command.ticked !== false } : item,
      );
      return done();
    }
    default:
      return command.verb satisfies never;
  }
}

/** The act that brought it there, when there is nothing left to do. */
function alreadyThere(order: Order, command: Command): Act | null {
  const { to } = transitions[command.verb];
  switch (command.verb) {
    // Stopping the bell is a snooze, never a conflict: an order that is no longer new does not ring.
    case 'stop-bell':
      return order.status === 'new' ? null : lastAct(order);
    case 'understood':
      return order.toBeUnderstood === null ? lastAct(order, 'understood') : null;
    case 'tick': {
      const item = order.items.find((one) => one.id === command.item);
      return item && item.ticked === (command.ticked !== false) ? lastAct(order, 'tick') : null;
    }
    default:
      return to !== null && order.status === to ? lastAct(order, ...leadingTo(to)) : null;
  }
}

const leadingTo = (status: Status): Act['what'][] =>
  status === 'collected'
    ? ['collect', 'assumed']
    : status === 'ready'
      ? ['ready', 'recall']
      : status === 'accepted'
        ? ['accept', 'recall']
        : (Object.keys(transitions) as Verb[]).filter((verb) => transitions[verb].to === status);

/** The latest act of these kinds; without any, the latest at all. */
function lastAct(order: Order, ...kinds: Act['what'][]): Act {
  const fitting = order.acts.filter((act) => kinds.includes(act.what));
  const latest = (fitting.length > 0 ? fitting : order.acts)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .at(-1);
  return latest ?? { what: 'placed', at: order.placedAt, by: system };
}

function promise(order: Order, command: Command, rules: Rules): string {
  if (command.minutes !== undefined) return iso(command.now + command.minutes * 60_000);
  return order.promisedAt ?? iso(command.now + rules.prepMinutes * 60_000);
}

/** The last act of each kind is kept on the order itself. */
export function withAct(acts: readonly Act[], act: Act): Act[] {
  return [...acts.filter((one) => one.what !== act.what), act];
}

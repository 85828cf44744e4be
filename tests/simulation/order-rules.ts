// What each verb does to an order at the backend: the contract's table of transitions, and nothing else.
import { transitions, type Act, type Actor, type Order, type Verb } from '../../contract/order.ts';
import type { CommandRequest } from '../../contract/api.ts';

/** A ready order's customer hears of it that much later, so that it can be taken back. */
export const tellAfterMs = 10_000;
const tooLateToTellMs = 10 * 60_000;

export type Outcome =
  | { kind: 'changed'; order: Order }
  | { kind: 'already'; act: Act }
  | { kind: 'conflict'; detail: string };

export function carryOut(
  order: Order,
  verb: Verb,
  body: CommandRequest & { item?: string },
  by: Actor,
  now: number,
): Outcome {
  const { from, to } = transitions[verb];
  const at = new Date(now).toISOString();
  const act: Act = { what: verb, at, by, ...(body.reason === undefined ? {} : { reason: body.reason }) };
  const before = order.acts.find((done) => done.what === verb) ?? act;

  if (to !== null && order.status === to && verb !== 'recall') return { kind: 'already', act: before };
  if (verb === 'recall' && order.status === 'accepted') return { kind: 'already', act: before };
  if (verb === 'stop-bell' && order.status !== 'new') return { kind: 'already', act: before };
  if (verb === 'understood' && order.toBeUnderstood === null) return { kind: 'already', act: before };

  const allowed: readonly string[] = from;
  if (!allowed.includes(order.status) || (body.from !== undefined && !body.from.includes(order.status)))
    return { kind: 'conflict', detail: `The order is ${order.status}; ${verb} cannot start from there.` };

  const changed: Order = {
    ...order,
    status: to ?? order.status,
    acts: [...order.acts.filter((done) => done.what !== verb), act],
  };
  switch (verb) {
    case 'accept':
      if (body.minutes !== undefined)
        changed.promisedAt = new Date(now + body.minutes * 60_000).toISOString();
      changed.snoozedUntil = null;
      break;
    case 'ready': {
      const occurred = body.occurredAt === undefined ? now : Date.parse(body.occurredAt);
      changed.tellAt = now - occurred > tooLateToTellMs ? null : new Date(now + tellAfterMs).toISOString();
      changed.toldAt = null;
      changed.snoozedUntil = null;
      break;
    }
    case 'recall':
      changed.tellAt = null;
      changed.toldAt = null;
      break;
    case 'delay':
      changed.promisedAt = new Date(
        Date.parse(order.promisedAt ?? at) + (body.minutes ?? 5) * 60_000,
      ).toISOString();
      break;
    case 'stop-bell':
      changed.snoozedUntil = new Date(now + (body.seconds ?? 90) * 1000).toISOString();
      break;
    case 'cancel':
      changed.tellAt = null;
      changed.snoozedUntil = null;
      changed.toBeUnderstood = order.status === 'new' ? null : 'cancelled';
      break;
    case 'understood':
      changed.toBeUnderstood = null;
      break;
    case 'tick':
      changed.items = order.items.map((item) =>
        item.id === body.item ? { ...item, ticked: body.ticked ?? true } : item,
      );
      break;
    case 'reject':
    case 'collect':
      changed.tellAt = null;
      changed.snoozedUntil = null;
      break;
  }
  return { kind: 'changed', order: changed };
}

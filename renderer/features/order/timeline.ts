// What happened to an order, line by line: the deeds and proofs that were asked for, and those the order itself carries.
import type { Act, Order } from '../../../contract/order.ts';
import type { OrderTimeline } from '../../../contract/queries.ts';
import type { OrderView } from '../../../contract/view.ts';

export type Happened = {
  at: number;
  what: Act['what'] | 'heard' | 'shown' | 'pageOpen' | 'received';
  /** Who did it; null for what machines tell. */
  by: Act['by'] | null;
  reason?: string | undefined;
  /** The same, done again and again by the same. */
  times: number;
  /** Pressed here, and not known to the order system yet. */
  unsent: boolean;
  /** heard, shown: it was this very console. */
  here: boolean;
};

const ms = (at: string): number => Date.parse(at);

/** `asked`: null as long as nothing but the order itself is known. `device`: this console. */
export function happenings(
  { order, pending }: Pick<OrderView, 'order' | 'pending'>,
  asked: OrderTimeline | null,
  device: string | null,
): Happened[] {
  const lines = [
    ...actsOf(order, asked).map((act) => deed(act, pending)),
    ...(asked === null ? [] : proofs(asked.receipts, device)),
  ];
  // What is told of the order's page without a time says so at its end.
  return merged(lines.toSorted((a, b) => a.at - b.at));
}

const keyOf = ({ what, at, by }: Act): string => `${what} ${ms(at)} ${by.kind} ${by.id ?? ''}`;

/** The order keeps the last of each kind only, but of what was done a moment ago it knows first. */
function actsOf({ acts, placedAt, channel }: Order, asked: OrderTimeline | null): Act[] {
  const known = new Set(asked?.acts.map(keyOf));
  const all = [...(asked?.acts ?? []), ...acts.filter((act) => !known.has(keyOf(act)))];
  if (all.some(({ what }) => what === 'placed')) return all;
  return [{ what: 'placed', at: placedAt, by: { kind: 'channel', name: channel } }, ...all];
}

function deed(act: Act, pending: OrderView['pending']): Happened {
  const unsent =
    pending !== null &&
    (pending.state === 'not-sent' || pending.state === 'sending') &&
    pending.verb === act.what &&
    ms(pending.pressedAt) === ms(act.at);
  return {
    at: ms(act.at),
    what: act.what,
    by: act.by,
    reason: act.reason,
    times: 1,
    unsent,
    here: false,
  };
}

/** Of many devices the first one counts: it was heard. */
function proofs(receipts: OrderTimeline['receipts'], device: string | null): Happened[] {
  const first = (stage: OrderTimeline['receipts'][number]['stage'], what: Happened['what']): Happened[] => {
    const found = receipts
      .filter((receipt) => receipt.stage === stage)
      .toSorted((a, b) => ms(a.at) - ms(b.at))[0];
    if (found === undefined) return [];
    const here = found.device !== null && found.device === device;
    return [{ at: ms(found.at), what, by: null, times: 1, unsent: false, here }];
  };
  const heard = first('sounded', 'heard');
  return [
    ...(heard.length > 0 ? heard : first('shown', 'shown')),
    ...first('page-open', 'pageOpen'),
    ...first('received', 'received'),
  ];
}

/** Ten items ticked off one after the other are one line. */
function merged(lines: readonly Happened[]): Happened[] {
  const short: Happened[] = [];
  for (const line of lines) {
    const last = short.at(-1);
    const again =
      last !== undefined &&
      last.what === line.what &&
      last.unsent === line.unsent &&
      last.by?.name === line.by?.name &&
      last.reason === line.reason;
    if (again) short[short.length - 1] = { ...line, times: last.times + 1 };
    else short.push(line);
  }
  return short;
}

const lastDeedAt = ({ acts, placedAt }: Order): number =>
  acts.reduce((latest, { at }) => Math.max(latest, ms(at)), ms(placedAt));

/** Changes whenever something was done that a timeline would tell of. */
export function versionOf(order: Order): string {
  const { acts, status, toldAt, customerPage, toBeUnderstood } = order;
  return [acts.length, lastDeedAt(order), status, toldAt, customerPage, toBeUnderstood].join(' ');
}

/** Proofs come behind the deed, and nothing on the order tells of them: for so long they are looked for again … */
const proofsWithinMs = 60_000;
/** … so often. */
const everyMs = 5000;

/** Changes as long as a proof of the last deed may still come. */
export function lookAgain(order: Order, now: number): number {
  const since = now - lastDeedAt(order);
  return Math.floor(Math.min(Math.max(0, since), proofsWithinMs) / everyMs);
}

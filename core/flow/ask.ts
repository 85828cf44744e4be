// Everything a console asks of its backend while it is enrolled, and what each looks like on the wire.
import type { BeatRequest, CommandRequest, Receipt } from '../../contract/api.ts';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Entry } from '../outbox/entry.ts';
import type { BackendRequest } from '../ports/backend.ts';
import type { PagesSoFar } from '../streams/snapshot-pages.ts';
import type { Moment } from './turn.ts';

export type Ask =
  | {
      for: 'beat';
      beat: BeatRequest;
      cursors: ReadonlyMap<StreamName, Head>;
      /** The entries that the backend had taken by then: the heads it names have to be past them. */
      taken: readonly string[];
    }
  | { for: 'events'; stream: StreamName; after: Head }
  /** `behind`: its pages so far; the first is asked for without. */
  | { for: 'snapshot'; behind?: PagesSoFar | undefined }
  | { for: 'command'; entry: Entry }
  | { for: 'receipts'; receipts: ReadonlyMap<string, Receipt> }
  /** The open orders of a backend without a log. */
  | { for: 'list'; page: string | null; before: readonly unknown[]; began: Moment | null }
  /** One of them that its list does not name any more; `theirs` is what they call it. */
  | { for: 'order'; order: string; theirs: string }
  /** With the token of whoever stepped out, which nobody has any more otherwise. */
  | { for: 'step-out'; token: string };

export const pageSize = 500;
/** Of the longest orders there may be, 100 are read well within their time. */
const ordersOnAPage = 100;

/** A beat is late sooner than anything else: it decides whether "live" may still be said. */
const timeoutMs: Record<Ask['for'], number> = {
  beat: 4000,
  events: 8000,
  snapshot: 15_000,
  command: 8000,
  receipts: 8000,
  'step-out': 8000,
  list: 8000,
  order: 8000,
};

export function requestFor(ask: Exclude<Ask, { for: 'list' | 'order' }>, token: string): BackendRequest {
  const common = { token, timeoutMs: timeoutMs[ask.for] };
  switch (ask.for) {
    case 'beat':
      return { ...common, method: 'POST', path: '/beat', body: ask.beat };
    case 'events': {
      const id = ask.after.id === null ? '' : `&id=${encodeURIComponent(ask.after.id)}`;
      const query = `after=${ask.after.seq}${id}&limit=${pageSize}`;
      return { ...common, method: 'GET', path: `/streams/${encodeURIComponent(ask.stream)}/events?${query}` };
    }
    case 'snapshot':
      return { ...common, method: 'GET', path: snapshotPath(ask.behind?.next) };
    case 'command':
      return {
        ...common,
        method: 'POST',
        path: commandPath(ask.entry),
        idempotencyKey: ask.entry.id,
        body: commandBody(ask.entry),
      };
    case 'receipts':
      return { ...common, method: 'POST', path: '/receipts', body: { receipts: [...ask.receipts.values()] } };
    case 'step-out':
      return { ...common, method: 'POST', path: '/people/step-out', body: {} };
    default:
      return ask satisfies never;
  }
}

const snapshotPath = (next: string | undefined): string =>
  `/snapshot?limit=${ordersOnAPage}${next === undefined ? '' : `&after=${encodeURIComponent(next)}`}`;

function commandPath(entry: Entry): string {
  const order = `/orders/${encodeURIComponent(entry.order)}`;
  return entry.verb === 'tick'
    ? `${order}/items/${encodeURIComponent(entry.item ?? '')}/tick`
    : `${order}/${entry.verb}`;
}

function commandBody(entry: Entry): CommandRequest {
  return {
    ...entry.details,
    occurredAt: entry.pressedAt,
    ...(entry.person === null ? {} : { person: entry.person }),
  };
}

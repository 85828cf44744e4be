// "Ready" on its way to a backend that knows no Idempotency-Key: what an answer, or a list read later, says of it.
import type { Order } from '../../contract/order.ts';
import { learn, write, type Turn } from '../flow/turn.ts';
import type { Entry } from '../outbox/entry.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { set } from './polling.ts';

/** Stands where a stream's name and place would: this backend has neither. */
export const listed = 'list';

/**
 * Nobody there knows an Idempotency-Key. After an answer that leaves open whether it took effect, the order is read
 * again before anything is repeated.
 */
export const isAmbiguous = (answer: BackendAnswer): boolean =>
  answer.kind === 'failure' ? answer.sent : answer.status >= 500 || answer.status === 408;

export function unsure(turn: Turn, entry: Entry): void {
  write(turn, [{ kind: 'entry', entry: { ...entry, unsure: true } }]);
  set(turn, { nextAt: turn.at.mono });
}

/** It said yes; the entry stays until a list shows it, so nothing flickers back. */
export function takenThere(turn: Turn, entry: Entry): void {
  const { sending } = turn.state;
  const answeredAt = new Map(sending.answeredAt).set(entry.id, turn.at.mono);
  learn(turn, { sending: { ...sending, answeredAt } });
  const takenAt = { stream: listed, epoch: listed, seq: 0, reading: listed };
  write(turn, [{ kind: 'entry', entry: { ...entry, takenAt } }]);
  set(turn, { nextAt: turn.at.mono });
}

/** A list that was asked for after the press says what became of it. */
export function settleListed(turn: Turn, orders: readonly Order[], whole: boolean, askedAt: number): void {
  const open = new Map(orders.map((order) => [order.id, order]));
  for (const entry of turn.state.ledger.outbox.values()) {
    if (entry.kept) {
      if (whole && !turn.state.ledger.orders.has(entry.order))
        write(turn, [{ kind: 'entry-gone', id: entry.id }]);
      continue;
    }
    const order = open.get(entry.order);
    const isReady = order !== undefined && order.status !== 'new' && order.status !== 'accepted';
    const answered = turn.state.sending.answeredAt.get(entry.id) ?? Number.NEGATIVE_INFINITY;
    if (askedAt < answered) continue;
    const done = isReady || (whole && order === undefined);
    if (entry.takenAt !== null || (entry.unsure && done)) write(turn, [{ kind: 'entry-gone', id: entry.id }]);
    else if (entry.unsure && order !== undefined)
      write(turn, [{ kind: 'entry', entry: { ...entry, unsure: false } }]);
  }
}

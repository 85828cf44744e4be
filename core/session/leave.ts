// Leaving: asked for by people, or forced by the backend. Afterwards nothing of the session is heard, seen or kept.
import { closedStatuses } from '../../contract/order.ts';
import { effect, learn, type Turn } from '../flow/turn.ts';
import type { Answer } from '../flow/state.ts';
import { newAlerting } from '../alerts/raise.ts';
import { newFacts } from '../health/health.ts';
import { emptyLedger } from '../journal/ledger.ts';
import { readableBook } from '../orders/readable-book.ts';
import { newSending } from '../outbox/send.ts';
import { newBeat } from '../streams/beat.ts';
import { stepOut } from './person.ts';

/** Not while somebody has to hear an order, and not with presses that would be lost, unless that is what is wanted. */
export function leave(turn: Turn, wish: { discard: boolean }): Answer {
  const { session, person, ringing, ledger } = turn.state;
  if (session === null)
    return { ok: false, error: { code: 'not-enrolled', message: 'This console is not enrolled.' } };
  const manages = person !== null && person.person.role !== 'counter';
  if (ringing !== null && !manages)
    return {
      ok: false,
      error: {
        code: 'rings',
        message: 'An order is ringing. Answer it first, or let a manager step in and leave then.',
      },
    };
  const unsent = [...ledger.outbox.values()].filter(
    (entry) => entry.takenAt === null && entry.refused === null && !entry.kept,
  );
  if (unsent.length > 0 && !wish.discard) {
    const named = unsent.map(({ verb, order }) => ({
      verb,
      number: readableBook(ledger).get(order)?.number ?? ledger.gone.get(order)?.number ?? '',
    }));
    const list = named.map(({ verb, number }) => `${verb} ${number}`.trim()).join(', ');
    const message = `${unsent.length} not sent yet: ${list}. Wait until they are, or leave without them.`;
    return { ok: false, error: { code: 'unsent', message, unsent: named } };
  }
  learn(turn, { door: { kind: 'ended', how: 'left' } });
  return { ok: true, value: {} };
}

export function revoked(turn: Turn): void {
  if (turn.state.session !== null) learn(turn, { door: { kind: 'ended', how: 'revoked' } });
}

/** The link closes by its own rule, now that there is no session. */
export function wipeWhenEnded(turn: Turn): void {
  const { door, session, ledger } = turn.state;
  if (door.kind !== 'ended' || session === null) return;
  const open = [...readableBook(ledger).values()].filter(
    (order) => !closedStatuses.includes(order.status),
  ).length;
  effect(turn, {
    do: 'log',
    level: 'warn',
    event: 'session.ended',
    fields: { how: door.how, openOrders: open },
  });
  effect(turn, { do: 'wipe', how: door.how, session });
  forgetSession(turn);
}

/** Nothing of it is heard, seen or known any more; what becomes of its files is another matter. */
export function forgetSession(turn: Turn): void {
  stepOut(turn);
  for (const toast of turn.state.alerting.open) effect(turn, { do: 'withdraw', toast });
  effect(turn, { do: 'silence' });
  effect(turn, { do: 'flash', on: false });
  turn.state = { ...turn.state, ledger: emptyLedger };
  learn(turn, {
    session: null,
    flows: new Map(),
    beat: newBeat,
    sending: newSending,
    alerting: newAlerting,
    facts: newFacts,
    ringing: null,
    sounded: new Set(),
    focus: null,
    skewMs: 0,
  });
}

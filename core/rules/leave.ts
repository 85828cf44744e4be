// Ends a session, as people ask for it or the backend forces it. Afterwards nothing of it is heard, seen or kept.
import { closedStatuses } from '../../contract/order.ts';
import { hush } from '../alerts/forget.ts';
import { hushChats } from '../chat/hear.ts';
import { isWaiting } from '../chat/send.ts';
import { forget } from '../kernel/turn.ts';
import { readableBook } from '../orders/readable-book.ts';
import type { Answer } from '../screen/answer.ts';
import { end, enrolAgain } from '../session/enrolment.ts';
import { stepOut } from './step-out.ts';
import type { Turn } from './turn.ts';

/** Not while somebody has to hear an order, and not with presses that would be lost, unless that is what is wanted. */
export function leave(turn: Turn, { discard }: { discard: boolean }): Answer {
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
  const unsentMessages = [...ledger.chatOutbox.values()].filter(isWaiting).length;
  if (unsent.length + unsentMessages > 0 && !discard) {
    const named = unsent.map(({ verb, order }) => ({
      verb,
      number: readableBook(ledger).get(order)?.number ?? ledger.gone.get(order)?.number ?? '',
    }));
    const presses = named.map(({ verb, number }) => `${verb} ${number}`.trim());
    const list = [...presses, ...(unsentMessages > 0 ? [`messages (${unsentMessages})`] : [])].join(', ');
    const count = unsent.length + unsentMessages;
    const message = `${count} not sent yet: ${list}. Wait until they are, or leave without them.`;
    const messages = unsentMessages > 0 ? { unsentMessages } : {};
    return { ok: false, error: { code: 'unsent', message, unsent: named, ...messages } };
  }
  end(turn, 'left');
  return { ok: true, value: {} };
}

/** The link closes by its own rule, now that there is no session. */
export function wipeWhenEnded(turn: Turn): void {
  const { enrolment, session, ledger } = turn.state;
  if (enrolment.kind !== 'ended' || session === null) return;
  const open = [...readableBook(ledger).values()].filter(
    (order) => !closedStatuses.includes(order.status),
  ).length;
  turn.emit({
    do: 'log',
    level: 'warn',
    event: 'session.ended',
    fields: { how: enrolment.how, openOrders: open },
  });
  turn.emit({ do: 'wipe', how: enrolment.how, session });
  forgetSession(turn);
}

/** Nothing of it is heard, seen or known any more; what becomes of its files is another matter. */
function forgetSession(turn: Turn): void {
  stepOut(turn);
  hush(turn);
  hushChats(turn);
  forget(turn, 'session');
}

/**
 * The backend has ended this session. Only one that it never took for its own may come back by itself: of several
 * enrolments under way it keeps the last that arrives, and the answer that came back may be an earlier one's.
 */
export function sentAway(turn: Turn): void {
  const { enrolment, session } = turn.state;
  if (session === null || enrolment.kind !== 'enrolled' || enrolment.unproven === null)
    return end(turn, 'revoked');
  const { request } = enrolment.unproven;
  const failures = enrolment.unproven.failures + 1;
  turn.emit({ do: 'log', level: 'warn', event: 'enrolment.overtaken', fields: { failures } });
  // Late answers to the dead token must not be taken for the next session's, which may live in the same folder.
  turn.emit({ do: 'drop-connections' });
  turn.emit({ do: 'leave-behind', session });
  forgetSession(turn);
  enrolAgain(turn, request, failures);
}

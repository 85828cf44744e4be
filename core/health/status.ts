// Finds the one word for pill and tray. "Live" is a promise: everything committed until a moment ago is applied here.
import type { StatusView } from '../../contract/view.ts';
import { wakeAt } from '../kernel/turn.ts';
import { isListening } from '../link/link.ts';
import { isOpenUnreadable } from '../orders/unreadable.ts';
import { abilitiesOf } from '../session/abilities.ts';
import type { Session } from '../session/session.ts';
import { liveForMs } from '../streams/beat.ts';
import { isCatchingUp, isJoined, missing } from '../streams/flow.ts';
import { partsNow, skewTooLargeMs } from './health.ts';
import { set } from './slice.ts';
import type { StatusWord } from './status-word.ts';
import type { Turn } from './turn.ts';

/** Before anything can be known the word is "starting"; after this it is what it is. */
const startingAtMostMs = 10_000;

export function tellStatus(turn: Turn): void {
  const before = turn.state.status;
  const parts = partsNow(turn, before.parts);
  const word = wordNow(turn);
  const reached = coveredUntil(turn);
  const status: StatusView = {
    word,
    since: word === before.word ? before.since : new Date(turn.at.wall).toISOString(),
    missing: missing(turn.state),
    caughtUpAt: reached === null ? before.caughtUpAt : new Date(reached).toISOString(),
    caughtUpTo: caughtUpTo(turn),
    parts: parts.every((part, at) => part === before.parts[at]) ? before.parts : parts,
  };
  if (same(status, before)) return;
  set(turn, { status });
  if (word === before.word) return;
  const causes = parts.flatMap(({ part, works, cause }) =>
    works === false ? [`${part}: ${cause ?? ''}`] : [],
  );
  turn.emit({
    do: 'log',
    level: 'info',
    event: 'status.changed',
    fields: { status: word, cause: causes.join('; ') || null },
  });
}

function wordNow(turn: Turn): StatusWord {
  const { session, enrolment, facts, beat, startedAt, skewMs } = turn.state;
  if (enrolment.kind === 'ended' && enrolment.how === 'revoked') return 'signed-out';
  if (session === null) return enrolment.kind === 'unknown' ? 'starting' : 'not-enrolled';
  if (facts.signIn?.works === false) return 'signed-out';
  if (isCovered(turn, session)) {
    if (abilitiesOf(session).bestWord === 'checked') return needsUpdate(turn) ? 'needs-update' : 'checked';
    if (Math.abs(skewMs) > skewTooLargeMs) return 'clock-wrong';
    if (isJoined(turn.state) && isListening(turn)) return needsUpdate(turn) ? 'needs-update' : 'live';
    return 'polling';
  }
  const answers = facts.backend?.works !== false;
  if (answers && beat.answeredAt !== null && turn.at.mono < beat.answeredAt + liveForMs) {
    wakeAt(turn, beat.answeredAt + liveForMs);
    return 'catching-up';
  }
  if (beat.coveredAt === null && turn.at.mono < startedAt + startingAtMostMs) {
    wakeAt(turn, startedAt + startingAtMostMs);
    return isCatchingUp(turn.state) && facts.backend?.works ? 'catching-up' : 'starting';
  }
  return 'offline';
}

/** Everything is here, but staff cannot see all of it, or may not for long. */
const needsUpdate = ({ state: { fit, ledger } }: Turn): boolean =>
  fit === 'console-too-old' ||
  fit === 'backend-too-old' ||
  (ledger.unreadable.size > 0 &&
    [...ledger.unreadable.values()].some((order) => isOpenUnreadable(ledger, order)));

function isCovered(turn: Turn, session: Session): boolean {
  const { beat, facts } = turn.state;
  const { coveredAt } = beat;
  // The proof is still young, but we know already that the next one will not come. "Checked 8 s ago" stays true.
  if (abilitiesOf(session).bestWord === 'live' && facts.backend?.works === false) return false;
  if (coveredAt === null || turn.at.mono >= coveredAt + liveForMs) return false;
  wakeAt(turn, coveredAt + liveForMs);
  return true;
}

/** By this computer's clock, when the last moment was at which all that the backend had was here. */
function coveredUntil(turn: Turn): number | null {
  const { coveredAt } = turn.state.beat;
  return coveredAt === null ? null : Math.round(turn.at.wall - (turn.at.mono - coveredAt));
}

function caughtUpTo(turn: Turn): number | null {
  const stream = turn.state.session === null ? null : `restaurant:${turn.state.session.restaurantId}`;
  return stream === null ? null : (turn.state.ledger.cursors.get(stream)?.seq ?? null);
}

const same = (a: StatusView, b: StatusView): boolean =>
  a.word === b.word &&
  a.since === b.since &&
  a.missing === b.missing &&
  a.caughtUpTo === b.caughtUpTo &&
  a.parts === b.parts &&
  nearly(a.caughtUpAt, b.caughtUpAt);

/** The two clocks of one machine wobble against each other by a millisecond; that is no news. */
function nearly(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(Date.parse(a) - Date.parse(b)) < 50;
}

// Sleep, a changed network and a clock that was set: whatever was believed before is looked at again at once.
import { effect, learn, type Turn } from '../flow/turn.ts';
import { linkAnew, tryLinkNow } from '../link/link.ts';
import { sendSoon } from '../outbox/send.ts';
import type { PowerSignal } from '../ports/desktop.ts';
import { setFlow, want } from '../streams/flow.ts';

/** The two clocks may drift apart by this much before it means something. */
const jumpMs = 1000;

export function woke(turn: Turn, signal: PowerSignal): void {
  switch (signal) {
    case 'suspend':
    case 'lock':
    case 'shutdown':
      return;
    case 'resume':
    case 'network-changed':
      // A socket from before may look alive for a long time. A new one costs a tenth of a second.
      linkAnew(turn);
      return lookAgain(turn);
    case 'unlock':
      tryLinkNow(turn);
      return lookAgain(turn);
    default:
      return signal satisfies never;
  }
}

/** Asks the backend at once, on connections of now, and says nothing of before until it answered. */
export function lookAgain(turn: Turn): void {
  effect(turn, { do: 'drop-connections' });
  learn(turn, {
    beat: { ...turn.state.beat, asking: null, nextAt: turn.at.mono, coveredAt: null, goal: null },
  });
  for (const stream of turn.state.flows.keys()) {
    // What failed failed on the network of before.
    setFlow(turn, stream, { failures: 0, notBefore: 0 });
    want(turn, stream, 'events');
  }
  sendSoon(turn);
}

/**
 * The wall clock against the one that only grows. Ahead: the machine slept, or somebody set the clock; believing
 * in sleep makes a scheduled order ring too early at worst. Behind: it was set back, and the skew takes that up
 * until the next beat.
 */
export function noticeJumps(turn: Turn): void {
  const offset = turn.at.wall - turn.at.mono;
  const jump = turn.state.clockOffset === null ? 0 : offset - turn.state.clockOffset;
  if (turn.state.clockOffset !== null && Math.abs(jump) < jumpMs) return;
  learn(turn, { clockOffset: offset });
  if (jump === 0) return;
  if (jump < 0) learn(turn, { skewMs: turn.state.skewMs - jump });
  if (turn.state.session !== null) lookAgain(turn);
}

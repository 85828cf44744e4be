// Looks at everything again at once after sleep, a changed network or a clock that was set.
import { outputsChanged } from '../alerts/sound.ts';
import { tellSoon } from '../inbox/tell.ts';
import { sendChatsSoon } from '../chat/send.ts';
import { linkAnew, tryLinkNow } from '../link/change.ts';
import { sendSoon } from '../outbox/send.ts';
import type { PowerSignal } from '../ports/desktop.ts';
import { beatAnew } from '../streams/beat.ts';
import { askAtOnce } from '../streams/flow.ts';
import { noticeJump } from '../time/clock.ts';
import { catchUp } from './follow.ts';
import type { Turn } from './turn.ts';

const outputsSettleMs = 5000;

export function woke(turn: Turn, signal: PowerSignal): void {
  switch (signal) {
    case 'suspend':
    case 'lock':
    case 'shutdown':
      return;
    case 'resume':
      // Whoever carried the computer away has unplugged its loudspeaker, or plugged in another.
      outputsChanged(turn, outputsSettleMs);
      linkAnew(turn);
      return lookAgain(turn);
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
  turn.emit({ do: 'drop-connections' });
  beatAnew(turn);
  for (const stream of turn.state.flows.keys()) {
    askAtOnce(turn, stream);
    catchUp(turn, stream);
  }
  sendSoon(turn);
  tellSoon(turn);
  sendChatsSoon(turn);
}

/** The machine slept, or somebody set its clock. */
export function lookAgainAfterJump(turn: Turn): void {
  if (noticeJump(turn) && turn.state.session !== null) lookAgain(turn);
}

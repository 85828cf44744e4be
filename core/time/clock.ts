// Tells the backend's time, as far as it is known, and notes how far the clocks of this computer have come apart.
import { wakeAt } from '../kernel/turn.ts';
import { set } from './slice.ts';
import type { Turn } from './turn.ts';

/** Now by the backend's clock, as far as it is known. */
export const backendNow = (turn: Pick<Turn, 'at' | 'state'>): number => turn.at.wall + turn.state.skewMs;

/** Has the rules read again when the backend's clock shows that time. */
export function wakeAtBackendTime(turn: Turn, time: number): void {
  wakeAt(turn, turn.at.mono + Math.max(0, time - backendNow(turn)));
}

/** The backend has told what its clock shows. */
export const skewIs = (turn: Turn, skewMs: number): void => set(turn, { skewMs, clockTold: true });

/** The two clocks may drift apart by this much before it means something. */
const jumpMs = 1000;

/**
 * The wall clock against the one that only grows. Ahead: the machine slept, or somebody set the clock; believing
 * in sleep makes a scheduled order ring too early at worst. Behind: it was set back, and the skew takes that up
 * until the next beat. True: they have come apart since the last look.
 */
export function noticeJump(turn: Turn): boolean {
  const offset = turn.at.wall - turn.at.mono;
  const { clockOffset } = turn.state;
  const jump = clockOffset === null ? 0 : offset - clockOffset;
  if (clockOffset !== null && Math.abs(jump) < jumpMs) return false;
  set(turn, { clockOffset: offset, ...(jump === 0 ? {} : { clockTold: false }) });
  if (jump < 0) set(turn, { skewMs: turn.state.skewMs - jump });
  return jump !== 0;
}

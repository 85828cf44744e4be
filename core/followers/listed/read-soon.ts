// Has the list read sooner than its rhythm would.
import { setPolling } from './slice.ts';
import type { Turn } from './turn.ts';

export function readSoon(turn: Turn): void {
  setPolling(turn, { nextAt: Math.min(turn.state.polling.nextAt, turn.at.mono) });
}

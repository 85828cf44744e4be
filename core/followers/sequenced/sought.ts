// Lets this device be heard and seen when a manager looks for it.
import { addNotice } from '../../notices/notices.ts';
import { backendNow } from '../../time/clock.ts';
import type { Turn } from './turn.ts';

/** Whoever asked has given up by then, and nobody knows any more what it is for. */
const soonMs = 30_000;
/** Also where the bell is set to be quieter: it has to be found. */
const loudEnough = 0.6;

export function soughtAt(turn: Turn, at: number): void {
  if (backendNow(turn) - at > soonMs) return;
  turn.emit({ do: 'ring', sound: 'notice', orders: [], atLeast: loudEnough });
  turn.emit({ do: 'show', how: 'inactive' });
  addNotice(turn, 'device-sought', new Date(at).toISOString());
}

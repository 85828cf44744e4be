// Keeps the computer from falling asleep by itself while orders are to be expected: asleep it rings for none.
import { isOpen, nextChange } from '../../contract/opening-hours.ts';
import { keepsAwake } from '../screen/window.ts';
import { backendNow, wakeAtBackendTime } from '../time/clock.ts';
import type { Turn } from './turn.ts';

export function keepAwakeInHours(turn: Turn): void {
  const wanted = isWanted(turn);
  if (wanted === turn.state.awake) return;
  keepsAwake(turn, wanted);
  turn.emit({ do: 'keep-awake', on: wanted });
}

function isWanted(turn: Turn): boolean {
  const { session, settings, ledger } = turn.state;
  if (session === null || !settings.effective.keepAwake) return false;
  // Before anything is known of the restaurant it counts as open: better awake for nothing than asleep for an order.
  if (ledger.restaurant === null) return true;
  const { openingHours, timeZone } = ledger.restaurant;
  const now = backendNow(turn);
  const change = nextChange(openingHours, timeZone, now);
  if (change !== null) wakeAtBackendTime(turn, change);
  return isOpen(openingHours, timeZone, now);
}

// Notes whether somebody may see the window, and leads them to an order.
import type { WindowState } from '../ports/desktop.ts';
import { set } from './slice.ts';
import type { Turn } from './turn.ts';

export const windowIs = (turn: Turn, window: WindowState): void => set(turn, { window });

/** A person asked for it: in front of everything else, and at that order if there is one. */
export function lead(turn: Turn, order: string | undefined): void {
  if (order !== undefined) set(turn, { focus: { order, n: (turn.state.focus?.n ?? 0) + 1 } });
  turn.emit({ do: 'show', how: 'focus' });
}

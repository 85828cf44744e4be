// Notes whether somebody may see the window, and leads them to what they asked for.
import type { WindowState } from '../ports/desktop.ts';
import { set } from './slice.ts';
import type { Turn } from './turn.ts';

export const windowIs = (turn: Turn, window: WindowState): void => set(turn, { window });

export const keepsAwake = (turn: Turn, awake: boolean): void => set(turn, { awake });
export const touched = (turn: Turn): void => set(turn, { touchedAt: turn.at.mono });

export type LeadsTo = { order: string } | { inbox: string | null };

/** A person asked for it: in front of everything else, and at what they asked for if it is something certain. */
export function lead(turn: Turn, to: LeadsTo | null): void {
  if (to !== null) set(turn, { focus: { ...to, n: (turn.state.focus?.n ?? 0) + 1 } });
  turn.emit({ do: 'show', how: 'focus' });
}

/** Who had been led to something of their own has stepped out. */
export function leadPersonNowhere(turn: Turn): void {
  const { focus } = turn.state;
  if (focus !== null && !('order' in focus)) set(turn, { focus: null });
}

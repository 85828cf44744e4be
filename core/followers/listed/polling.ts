// How far the reading of the list is, as the rules of this folder note it.
import { set, type Polling } from './slice.ts';
import type { Turn } from './turn.ts';

export const note = (turn: Turn, news: Partial<Polling>): void =>
  set(turn, { polling: { ...turn.state.polling, ...news } });

export function readSoon(turn: Turn): void {
  note(turn, { nextAt: Math.min(turn.state.polling.nextAt, turn.at.mono) });
}

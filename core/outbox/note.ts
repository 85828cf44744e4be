// Writes how far the sending is; only for the rules of this folder.
import { set, type Sending } from './slice.ts';
import type { Turn } from './turn.ts';

export const note = (turn: Turn, news: Partial<Sending>): void =>
  set(turn, { sending: { ...turn.state.sending, ...news } });

// Writes how far the raising of alerts is; only for the rules of this folder.
import { set, type Alerting } from './slice.ts';
import type { Turn } from './turn.ts';

export const note = (turn: Turn, news: Partial<Alerting>): void =>
  set(turn, { alerting: { ...turn.state.alerting, ...news } });

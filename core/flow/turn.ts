// One turn of the brain: something became known, the rules were read, and this is what follows. Inputs and rules
// work on a turn only; nothing of it is visible outside before its changes are on the disk.
import type { Chance } from '../ports/clock.ts';
import { changed, isKept, type Change, type Put } from '../journal/ledger.ts';
import type { Effect } from './effect.ts';
import type { State } from './state.ts';

/** Both clocks at once: the wall's may jump, the monotonic one only grows. */
export type Moment = { wall: number; mono: number };

export type Turn = {
  readonly at: Moment;
  readonly chance: Chance;
  state: State;
  /** For the journal, in one line. */
  readonly puts: Put[];
  /** Done once that line is on the disk. */
  readonly effects: Effect[];
  /** The monotonic moment at which the rules must be read again, if nothing happens before. */
  wake: number;
};

export function beginTurn(state: State, at: Moment, chance: Chance): Turn {
  return { at, chance, state, puts: [], effects: [], wake: Number.POSITIVE_INFINITY };
}

/** The way in which the ledger changes; there is no other. */
export function write(turn: Turn, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const { ledger, puts } = changed(turn.state.ledger, changes);
  turn.puts.push(...puts.filter(isKept));
  turn.state = { ...turn.state, ledger };
}

/** Changes what is known but need not survive the process. */
export function learn(turn: Turn, news: Partial<Omit<State, 'ledger'>>): void {
  // Rules say again at every turn what mostly is known already, and the state has many fields to copy.
  const known: Record<string, unknown> = turn.state;
  for (const name in news)
    if (known[name] !== news[name as keyof typeof news]) {
      turn.state = withNews<State>(turn.state, news);
      return;
    }
}

/** As two spreads in one literal, but the second of them would be a slow one, and this is done at every turn. */
export const withNews = <Known extends object>(known: Known, news: Partial<Known>): Known =>
  Object.assign({ ...known }, news);

export function effect(turn: Turn, wanted: Effect): void {
  turn.effects.push(wanted);
}

export function wakeAt(turn: Turn, mono: number): void {
  if (mono < turn.wake) turn.wake = mono;
}

/** Now by the backend's clock, as far as it is known. */
export const backendNow = (turn: Pick<Turn, 'at' | 'state'>): number => turn.at.wall + turn.state.skewMs;

/** Has the rules read again when the backend's clock shows that time. */
export function wakeAtBackendTime(turn: Turn, time: number): void {
  wakeAt(turn, turn.at.mono + Math.max(0, time - backendNow(turn)));
}

/** Spread by ± share, so that a thousand consoles do not do it at once. */
export const spread = (turn: Turn, ms: number, share = 0.3): number =>
  ms * (1 - share + 2 * share * turn.chance.fraction());

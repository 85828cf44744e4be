// Makes one turn of the brain: something became known, the rules were read, and this is what follows. Rules work on a
// turn only; nothing of it is visible outside before its changes are on the disk.
import type { Chance } from '../ports/clock.ts';
import type { LogFields } from '../ports/log.ts';
import { changed, type Change, type Ledger, type Put } from './ledger.ts';

/** Both clocks at once: the wall's may jump, the monotonic one only grows. */
export type Moment = { wall: number; mono: number };

/** What fields are set to when what they were told does not count any more. */
export type Firsts = { readonly session: object; readonly person: object; readonly ledger: Ledger };

/**
 * `State`: what a rule reads; `Effect`: what it may have done. A turn that knows more and can have more done fits every
 * rule that asks for less.
 */
export type Turn<State = unknown, Effect = never> = {
  readonly at: Moment;
  readonly chance: Chance;
  /** A copy of its own, which only the setters of slices write. */
  readonly state: State;
  /** Has it done once the turn's line is on the disk. */
  readonly emit: (effect: Effect) => void;
  /** For the journal, in one line. */
  readonly puts: Put[];
  readonly firsts: Firsts;
  /** The monotonic moment at which the rules must be read again, if nothing happens before. */
  wake: number;
};

/** Any rule may say something to the log. */
export type LogEffect = {
  do: 'log';
  level: 'debug' | 'info' | 'warn' | 'error';
  event: string;
  fields: LogFields;
};

export function beginTurn<State extends object, Effect>(
  known: State,
  firsts: Firsts,
  at: Moment,
  chance: Chance,
): Turn<State, Effect> & { readonly effects: Effect[] } {
  const effects: Effect[] = [];
  const emit = (effect: Effect) => void effects.push(effect);
  const wake = Number.POSITIVE_INFINITY;
  return { at, chance, state: { ...known }, emit, effects, puts: [], firsts, wake };
}

/** The way in which the ledger changes; there is no other. */
export function write(turn: Turn<{ readonly ledger: Ledger }>, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const { ledger, puts } = changed(turn.state.ledger, changes);
  turn.puts.push(...puts);
  adopt(turn, ledger);
}

/** A ledger that is on the disk already. */
export function adopt(turn: Turn, ledger: Ledger): void {
  Object.assign(turn.state as object, { ledger });
}

/** What was known for that long is known no more. */
export function forget(turn: Turn, ended: 'session' | 'person'): void {
  Object.assign(turn.state as object, turn.firsts[ended]);
  if (ended === 'session') adopt(turn, turn.firsts.ledger);
}

export function wakeAt(turn: Turn, mono: number): void {
  if (mono < turn.wake) turn.wake = mono;
}

/** Spread by ± share, so that a thousand consoles do not do it at once. */
export const spread = (turn: Pick<Turn, 'chance'>, ms: number, share = 0.3): number =>
  ms * (1 - share + 2 * share * turn.chance.fraction());

// Keeps what is said and asked before the program or its window goes: a question that means no when nobody answers it,
// and once where a closed window goes.
import { wakeAt, type LogEffect } from '../kernel/turn.ts';
import { set, type ExitCode } from './slice.ts';
import type { Turn } from './turn.ts';

export const standsMs = 30_000;

const logged = (event: string, fields: LogEffect['fields'] = {}): LogEffect => ({
  do: 'log',
  level: 'info',
  event,
  fields,
});

/** Asked again while it stands, it is the same question. */
export function askWhetherMeant(turn: Turn): void {
  if (turn.state.quitAsked !== null) return;
  const { mono, wall } = turn.at;
  set(turn, { quitAsked: { until: mono + standsMs, untilWall: wall + standsMs } });
  turn.emit(logged('quit.asked'));
}

export function stay(turn: Turn, why: 'person' | 'nobody'): void {
  if (turn.state.quitAsked === null) return;
  set(turn, { quitAsked: null });
  turn.emit(logged('quit.stayed', { why }));
}

/** False: nobody is asked whether they mean it, so nobody can mean it. */
export function meant(turn: Turn): boolean {
  if (turn.state.quitAsked === null) return false;
  set(turn, { quitAsked: null });
  turn.emit({ do: 'quit', by: 'person' });
  return true;
}

/** Whoever walked away did not mean it. */
export function stayWhenNobodyAnswers(turn: Turn): void {
  const { quitAsked } = turn.state;
  if (quitAsked === null) return;
  if (turn.at.mono >= quitAsked.until) stay(turn, 'nobody');
  else wakeAt(turn, quitAsked.until);
}

export const explainClosing = (turn: Turn, closing: 'tray' | 'minimised'): void => set(turn, { closing });

/** It has been read, or the window is not there to be read. */
export function closingExplained(turn: Turn): void {
  if (turn.state.closing !== null) set(turn, { closing: null });
}

export const exitCodeIs = (turn: Turn, exitCode: ExitCode | null): void => set(turn, { exitCode });
export function seekExitCode(turn: Turn): void {
  if (turn.state.exitCodeSought) return;
  set(turn, { exitCodeSought: true });
  turn.emit({ do: 'seek-exit-code' });
}
export const kioskLifted = (turn: Turn, lifted: boolean): void => set(turn, { kioskLifted: lifted });
export const askForCode = (turn: Turn): void => set(turn, { codeAsked: turn.state.codeAsked + 1 });

export function becomeKiosk(turn: Turn, on: boolean): void {
  set(turn, { kiosk: on });
  turn.emit({ do: 'kiosk', on });
  turn.emit(logged('kiosk', { on }));
}

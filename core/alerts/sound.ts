// Keeps known whether the bell can be heard here: by every sound that is played, and, while none is, by looking.
import type { OutputChoice } from '../../contract/settings/values.ts';
import { wakeAt } from '../kernel/turn.ts';
import { addNotice, dropNotices } from '../notices/notices.ts';
import type { Rung } from '../ports/bell.ts';
import type { LogFields } from '../ports/log.ts';
import { isSilentOffice } from '../session/office.ts';
import { beatNow } from '../streams/beat.ts';
import { set, setLook } from './slice.ts';
import type { Turn } from './turn.ts';

/** A console that has only just started has other things to do. */
const firstLookMs = 10_000;
/** While nobody would hear it: so soon, and each time twice as late, up to the longest. */
const lookAgainMs = 60_000;
const longestMs = 5 * 60_000;
/** A look that was cut off has found nothing. */
const lookAnewMs = 10_000;

/** What became of a sound, or of a look. */
export function noteRung(turn: Turn, rung: Rung): void {
  if (rung.kind === 'cut-off') return;
  const before = turn.state.sound;
  const audible = rung.kind === 'played';
  const why = rung.kind === 'played' ? null : rung.why;
  const away = rung.kind === 'played' && rung.away;
  const misses = audible ? 0 : turn.state.soundLook.misses + 1;
  const again = Math.min(lookAgainMs * 2 ** (misses - 1), longestMs);
  setLook(turn, { misses, at: audible ? null : turn.at.mono + again });
  if (before?.audible === audible && before.why === why && before.away === away) return;
  const since = before?.audible === audible ? before.since : new Date(turn.at.wall).toISOString();
  set(turn, { sound: { audible, why, away, since } });
  if (away !== (before?.away ?? false)) say(turn, away ? 'warn' : 'info', 'bell.output', { away });
  if (why === null) dropNotices(turn, 'bell-unheard');
  else addNotice(turn, 'bell-unheard', why);
  // Until it is known the bell counts as heard.
  if ((before?.audible ?? true) === audible) return;
  say(turn, audible ? 'info' : 'warn', audible ? 'bell.heard-again' : 'bell.unheard', { why });
  // Whoever counts on it being heard here is told at once.
  beatNow(turn);
}

function say(turn: Turn, level: 'info' | 'warn', event: string, fields: LogFields): void {
  turn.emit({ do: 'log', level, event, fields });
}

/** What a look has found; loudspeakers that came or went meanwhile are looked at once more. */
export function soundLooked(turn: Turn, rung: Rung): void {
  const { again } = turn.state.soundLook;
  setLook(turn, { asked: false, again: false });
  noteRung(turn, rung);
  if (rung.kind === 'cut-off') setLook(turn, { at: turn.at.mono + lookAnewMs });
  if (again) setLook(turn, { at: turn.at.mono });
}

/** Loudspeakers came or went, or may have. */
export function outputsChanged(turn: Turn, inMs = 0): void {
  if (turn.state.soundLook.asked) setLook(turn, { again: true });
  else setLook(turn, { at: turn.at.mono + inMs });
}

export function lookAtSound(turn: Turn): void {
  const { session, settings, ringing } = turn.state;
  if (session === null || isSilentOffice(turn.state)) return;
  const { bellOutput } = settings.effective;
  const { output } = turn.state.soundLook;
  if (output === undefined) setLook(turn, { output: bellOutput, at: turn.at.mono + firstLookMs });
  else if (!isSame(output, bellOutput)) {
    setLook(turn, { output: bellOutput });
    outputsChanged(turn);
  }
  const { at, asked } = turn.state.soundLook;
  // What rings tells by itself.
  if (at === null || asked || ringing !== null) return;
  if (turn.at.mono < at) return wakeAt(turn, at);
  setLook(turn, { asked: true, at: null });
  turn.emit({ do: 'look-at-sound' });
}

const isSame = (one: OutputChoice | null, other: OutputChoice | null): boolean =>
  one?.id === other?.id && one?.label === other?.label;

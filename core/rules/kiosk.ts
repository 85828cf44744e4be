// Makes the window a kiosk, and no kiosk any more: only where a code leads out of it, so that nobody is locked in.
import type { Answer } from '../screen/answer.ts';
import { lead } from '../screen/window.ts';
import { becomeKiosk, kioskLifted, seekExitCode } from '../leaving/question.ts';
import { changeSettings } from '../settings/change.ts';
import type { Intent } from './intent.ts';
import type { Turn } from './turn.ts';

export function fillScreen(turn: Turn): void {
  const { settings, exitCode, kioskLifted: lifted, kiosk } = turn.state;
  if (settings.effective.kiosk) seekExitCode(turn);
  const wanted = settings.effective.kiosk && exitCode !== null && !lifted;
  if (wanted === kiosk) return;
  becomeKiosk(turn, wanted);
  // Also one that was started in the tray.
  if (wanted) lead(turn, null);
}

/** What changes how the console is heard, or takes it away, is not for whoever stands before a kiosk. */
const notInKiosk: ReadonlySet<Intent['kind']> = new Set([
  'change-settings',
  'leave',
  'full-screen',
  'enter-kiosk',
  'leave-kiosk',
]);

export const isClosedToKiosk = ({ state }: Turn, { kind }: Intent): boolean =>
  state.kiosk && notInKiosk.has(kind);

export function enterKiosk(turn: Turn): Answer {
  if (turn.state.exitCode === null)
    return {
      ok: false,
      error: { code: 'not-allowed', message: 'A kiosk needs a code that leads out of it.' },
    };
  kioskLifted(turn, false);
  changeSettings(turn, { kiosk: true });
  return { ok: true, value: {} };
}

/** For good; whoever only wants to get at the settings has lifted it. */
export function leaveKiosk(turn: Turn): Answer {
  changeSettings(turn, { kiosk: false });
  return { ok: true, value: {} };
}

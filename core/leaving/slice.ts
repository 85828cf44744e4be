// Declares what is known of how this program may be left: the question whether it is meant, and the kiosk.
import { slice } from '../kernel/declare-slice.ts';

/** Where the code comes from that leads out of the kiosk. */
export type ExitCode = 'policy' | 'own';

export const { own: leaving, set } = slice('leaving', {
  process: {
    /** Somebody wanted to quit and is asked back; null: nobody. By the monotonic clock, and as it is shown. */
    quitAsked: null as { until: number; untilWall: number } | null,
    /** The window was closed for the first time, and it is said where it goes; null: not now. */
    closing: null as 'tray' | 'minimised' | null,
    exitCode: null as ExitCode | null,
    /** It was looked for, which is done when it is needed. */
    exitCodeSought: false,
    /** Somebody knew the code: until they go back, or the next start. */
    kioskLifted: false,
    /** Counts how often the code was to be asked for. */
    codeAsked: 0,
    /** The window fills the screen and cannot be left. */
    kiosk: false,
  },
});

// The one place that decides what closing, quitting and the end of the session mean.

export type Leaving = {
  /** Somebody really wants the program to end. */
  ending: boolean;
  /** What had to be written is written. */
  settled: boolean;
  /** Whoever uses the computer signs out, or it goes down: nothing may hold that. */
  sessionOver: boolean;
};
export const staying: Leaving = { ending: false, settled: false, sessionOver: false };

export type LeaveEvent =
  /**
   * The window's close button; `tray` tells whether there is one to come back from, `explained` whether it was said
   * before where the window goes, `kiosk` whether there is no way out of it.
   */
  | { kind: 'window-closes'; tray: boolean; explained: boolean; kiosk: boolean }
  | { kind: 'all-windows-closed' }
  /** The system's own quit command, as of the menu on macOS. */
  | { kind: 'asked' }
  /** Meant: a person who was asked, a command line, a signal, an update about to be installed. */
  | { kind: 'quit' }
  /** The person signs out or the machine goes down: there is little time. */
  | { kind: 'session-ends' }
  | { kind: 'settled' };

export type LeaveAct =
  | 'hide-window'
  | 'minimise-window'
  | 'let-window-close'
  /** Say where the window would go, and leave it open. */
  | 'explain'
  /** Let the brain decide whether whoever asked is asked back. */
  | 'ask'
  | 'stay'
  /** Hold everything, write what must be written, then say "settled". */
  | 'settle'
  | 'exit'
  | 'let-go';

export function decide(state: Leaving, event: LeaveEvent): { state: Leaving; act: LeaveAct } {
  switch (event.kind) {
    case 'window-closes':
      if (state.ending) return { state, act: 'let-window-close' };
      if (event.kiosk) return { state, act: 'stay' };
      if (!event.explained) return { state, act: 'explain' };
      // Without a tray a hidden window could not be found again.
      return { state, act: event.tray ? 'hide-window' : 'minimise-window' };
    case 'all-windows-closed':
      return { state, act: 'stay' };
    case 'asked':
      // macOS takes a quit that is refused for a reason not to go down.
      if (state.settled || state.sessionOver) return { state, act: 'let-go' };
      return { state, act: state.ending ? 'stay' : 'ask' };
    case 'session-ends':
    case 'quit': {
      const sessionOver = state.sessionOver || event.kind === 'session-ends';
      if (state.settled) return { state: { ...state, sessionOver }, act: 'let-go' };
      return { state: { ...state, sessionOver, ending: true }, act: state.ending ? 'stay' : 'settle' };
    }
    case 'settled':
      return { state: { ...state, ending: true, settled: true }, act: 'exit' };
    default:
      return event satisfies never;
  }
}

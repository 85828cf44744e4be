// The one place that decides what closing, quitting and the end of the session mean.

export type Leaving = {
  /** Somebody really wants the program to end. */
  ending: boolean;
  /** What had to be written is written. */
  settled: boolean;
};
export const staying: Leaving = { ending: false, settled: false };

export type LeaveEvent =
  /** The window's close button; `tray` tells whether there is one to come back from. */
  | { kind: 'window-closes'; tray: boolean }
  | { kind: 'all-windows-closed' }
  /** The tray's menu, the system's quit command, a signal, an update about to be installed. */
  | { kind: 'quit' }
  /** The person signs out or the machine goes down: there is little time. */
  | { kind: 'session-ends' }
  | { kind: 'settled' };

export type LeaveAct =
  | 'hide-window'
  | 'minimise-window'
  | 'let-window-close'
  | 'stay'
  /** Hold everything, write what must be written, then say "settled". */
  | 'settle'
  | 'exit'
  | 'let-go';

export function decide(state: Leaving, event: LeaveEvent): { state: Leaving; act: LeaveAct } {
  switch (event.kind) {
    case 'window-closes':
      if (state.ending) return { state, act: 'let-window-close' };
      // Without a tray a hidden window could not be found again.
      return { state, act: event.tray ? 'hide-window' : 'minimise-window' };
    case 'all-windows-closed':
      return { state, act: 'stay' };
    case 'quit':
    case 'session-ends':
      if (state.settled) return { state, act: 'let-go' };
      if (state.ending) return { state, act: 'stay' };
      return { state: { ...state, ending: true }, act: 'settle' };
    case 'settled':
      return { state: { ending: true, settled: true }, act: 'exit' };
    default:
      return event satisfies never;
  }
}

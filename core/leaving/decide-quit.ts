// Decides what comes of it when somebody or something wants the program to end. A pure table over what is known.

/** Persons: they can be asked back. */
export const persons = ['tray', 'window', 'system'] as const;
export type QuitBy =
  | (typeof persons)[number]
  /** A command line of whoever uses this computer. */
  | 'verb'
  /** The same, of somebody who could end it anyway, or who knows IT's exit code. */
  | 'administrator'
  /** SIGTERM and the like, also for the second time. */
  | 'signal'
  /** Whoever uses the computer signs out, or it goes down. */
  | 'session'
  /** Another version, or the same one anew. */
  | 'update';

export type QuitSituation = {
  by: QuitBy;
  /** Somebody counts on this device to be heard. */
  rings: boolean;
  /** The restaurant takes orders now, as far as is known here. */
  open: boolean;
  /** So many orders wait for an answer. */
  waiting: number;
  /** What IT has decided. */
  quitting: 'asks' | 'forbidden';
  kiosk: boolean;
};

export type QuitAct =
  | 'quit'
  /** Say what it means, and ask whether it is meant. */
  | 'ask'
  /** Out of a kiosk only a code leads. */
  | 'ask-code'
  /** Say why not. */
  | 'refuse';

export function decideQuit({ by, rings, open, waiting, quitting, kiosk }: QuitSituation): QuitAct {
  switch (by) {
    case 'signal':
    case 'session':
    case 'update':
    case 'administrator':
      // Nobody is there to be asked, and whoever decides it stands above the console.
      return 'quit';
    case 'verb':
      return kiosk || quitting === 'forbidden' ? 'refuse' : 'quit';
    case 'tray':
    case 'window':
    case 'system':
      if (kiosk) return 'ask-code';
      if (quitting === 'forbidden') return 'refuse';
      return rings && (open || waiting > 0) ? 'ask' : 'quit';
    default:
      return by satisfies never;
  }
}

export const isPerson = (by: QuitBy): boolean => (persons as readonly QuitBy[]).includes(by);

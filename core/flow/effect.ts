// Everything the brain can have done outside, as data. Done only after what it follows from is on the disk.
import type { LogFields } from '../ports/log.ts';
import type { BellSound } from '../ports/desktop.ts';
import type { Toast } from '../ports/notifier.ts';
import type { Wish } from '../session/door.ts';
import type { Ended, Session } from '../session/session.ts';
import type { Ask } from './ask.ts';

export type Effect =
  | { do: 'ask'; ask: Ask }
  /** What is under way to the backend is given up and asked again on new connections. */
  | { do: 'drop-connections' }
  | { do: 'realtime'; act: 'open' | 'connect' | 'disconnect' | 'check' | 'close' }
  | { do: 'realtime'; act: 'subscribe' | 'unsubscribe'; channel: string }
  | { do: 'toast'; toast: Toast }
  | { do: 'withdraw'; toast: string }
  /** `orders`: those it rings for; they get a receipt once it was heard. */
  | { do: 'ring'; sound: BellSound; orders: readonly string[] }
  | { do: 'silence' }
  | { do: 'show'; how: 'focus' | 'inactive' }
  | { do: 'flash'; on: boolean }
  | ({ do: 'enrol' } & Wish)
  /** Ends the session and wipes what is on the disk of it. */
  | { do: 'wipe'; how: Ended['how']; session: Session }
  /** Its token is worth nothing, its journal is kept: the same restaurant is about to be entered again. */
  | { do: 'leave-behind'; session: Session }
  /** The journal is written anew, without what is in its past only. */
  | { do: 'compact' }
  | { do: 'write-settings'; raw: unknown }
  /** `evenIfSo`: somebody asked for it just now, so what an older version left behind is written anew or removed too. */
  | { do: 'autostart'; on: boolean; evenIfSo: boolean }
  | { do: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; event: string; fields: LogFields };

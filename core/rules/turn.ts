// What a rule that spans slices reads, and what it may have done: all that there is.
import type { announcements } from '../announcements/turn.ts';
import type { alerts } from '../alerts/turn.ts';
import type { consoles } from '../consoles/turn.ts';
import type { chat } from '../chat/turn.ts';
import type { health } from '../health/turn.ts';
import type { HealthEffect, HealthState } from '../health/turn.ts';
import type { Turn as Listed, ListedEffect } from '../followers/listed/turn.ts';
import type { SequencedEffect, Turn as Sequenced } from '../followers/sequenced/turn.ts';
import type { inbox } from '../inbox/turn.ts';
import type { LeavingEffect, LeavingState } from '../leaving/turn.ts';
import type { LedgerOf } from '../kernel/ledger.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { NoticesState } from '../notices/turn.ts';
import type { orders } from '../orders/turn.ts';
import type { outbox } from '../outbox/turn.ts';
import type { ScreenEffect } from '../screen/turn.ts';
import type { StepOutAsk } from '../session/question.ts';
import type { session, SessionEffect } from '../session/turn.ts';
import type { SettingsEffect } from '../settings/turn.ts';
import type { streams } from '../streams/turn.ts';

/** All that lies in the journal. */
export type AllRows = (typeof session)['keeps'] &
  (typeof streams)['keeps'] &
  (typeof orders)['keeps'] &
  (typeof outbox)['keeps'] &
  (typeof alerts)['keeps'] &
  (typeof consoles)['keeps'] &
  (typeof inbox)['keeps'] &
  (typeof chat)['keeps'] &
  (typeof announcements)['keeps'] &
  (typeof health)['keeps'];
export type State = Listed['state'] &
  Sequenced['state'] &
  HealthState &
  NoticesState &
  LeavingState & { readonly ledger: LedgerOf<AllRows> };
export type Effect =
  | ListedEffect
  | SequencedEffect
  | ScreenEffect
  | HealthEffect
  | LeavingEffect
  | SessionEffect
  | SettingsEffect
  | { do: 'ask'; ask: StepOutAsk }
  /** What is under way to the backend is given up and asked again on new connections. */
  | { do: 'drop-connections' }
  /** The journal is written anew, without what is in its past only. */
  | { do: 'compact' };
export type Turn = Kernel.Turn<State, Effect>;

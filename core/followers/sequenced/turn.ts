// What a rule about a backend with a log reads, and what it may have done.
import type { AlertsEffect, AlertsState } from '../../alerts/turn.ts';
import type { ConsolesState } from '../../consoles/turn.ts';
import type { ChatEffect, ChatState } from '../../chat/turn.ts';
import type { EscalationsState } from '../../escalations/turn.ts';
import type { HealthState } from '../../health/turn.ts';
import type { InboxEffect, InboxState } from '../../inbox/turn.ts';
import type * as Kernel from '../../kernel/turn.ts';
import type { LinkEffect, LinkState } from '../../link/turn.ts';
import type { NoticesState } from '../../notices/turn.ts';
import type { OrdersState } from '../../orders/turn.ts';
import type { OutboxEffect, OutboxState } from '../../outbox/turn.ts';
import type { ScreenState } from '../../screen/turn.ts';
import type { SessionState } from '../../session/turn.ts';
import type { SettingsState } from '../../settings/turn.ts';
import type { BeatAsk } from '../../streams/questions.ts';
import type { StreamsState } from '../../streams/turn.ts';
import type { TimeState } from '../../time/turn.ts';

export type SequencedEffect =
  | AlertsEffect
  | OutboxEffect
  | InboxEffect
  | ChatEffect
  | LinkEffect
  | { do: 'ask'; ask: BeatAsk };
export type Turn = Kernel.Turn<
  HealthState &
    NoticesState &
    AlertsState &
    ChatState &
    EscalationsState &
    ConsolesState &
    InboxState &
    OutboxState &
    OrdersState &
    LinkState &
    StreamsState &
    SessionState &
    SettingsState &
    ScreenState &
    TimeState,
  SequencedEffect
>;

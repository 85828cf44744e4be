// Takes what a person presses in their inbox: it is shown at once, and written down to be told to the backend.
import { neverOff, type Hearing, type NotificationKind } from '../../contract/notifications.ts';
import { write } from '../kernel/turn.ts';
import type { Answer } from '../screen/answer.ts';
import { backendNow } from '../time/clock.ts';
import type { InboxPress } from './inbox-press.ts';
import { opens } from './known.ts';
import { pressIs } from './presses.ts';
import { hiddenUnread, shownInbox } from './shown.ts';
import type { SilentTurn } from './turn.ts';

const done: Answer = { ok: true, value: {} };
const nobodyIsIn: Answer = {
  ok: false,
  error: { code: 'not-allowed', message: 'Nobody is stepped in whose inbox this could be.' },
};

/** An older one, which was looked up, may be opened already: only the backend can say. */
export function openOne(turn: SilentTurn, notification: string): Answer {
  const shown = shownInbox(turn.state);
  if (shown === null) return nobodyIsIn;
  const known = shown.notifications.find(({ id }) => id === notification);
  if (known?.opened === true || shown.openedIds.has(notification)) return done;
  enter(turn, { kind: 'open', notification });
  return done;
}

/** `upTo`: the newest that was seen; what came after it stays unread. */
export function openAll(turn: SilentTurn, upTo: string): Answer {
  const shown = shownInbox(turn.state);
  if (shown === null) return nobodyIsIn;
  const opening = { ids: new Set<string>(), upTo };
  const some = shown.notifications.some((one) => !one.opened && opens(opening, one));
  if (some || hiddenUnread(shown) > 0) enter(turn, { kind: 'open-all', upTo });
  return done;
}

export function choose(turn: SilentTurn, of: NotificationKind, hearing: Hearing): Answer {
  const shown = shownInbox(turn.state);
  if (shown === null) return nobodyIsIn;
  if (hearing === 'off' && neverOff.includes(of))
    return { ok: false, error: { code: 'refused', message: 'Nobody can switch these off.' } };
  if (shown.choices[of] !== hearing) enter(turn, { kind: 'choose', of, hearing });
  return done;
}

function enter(turn: SilentTurn, what: InboxPress['what']): void {
  const { person } = turn.state;
  if (person === null) return;
  const press: InboxPress = {
    id: turn.chance.id(),
    person: person.person.id,
    pressedAt: new Date(backendNow(turn)).toISOString(),
    what,
    takenAt: null,
  };
  write(turn, [pressIs(press)]);
}

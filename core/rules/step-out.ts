// Steps people in for attribution and their own inbox, and out again. What only they were told goes with them.
import type { SteppedIn } from '../session/turn.ts';
import { personalAlertsGone } from '../alerts/marks.ts';
import { withdrawAll } from '../inbox/announce.ts';
import { forget, wakeAt, write } from '../kernel/turn.ts';
import { unlisten } from '../link/change.ts';
import { leadPersonNowhere } from '../screen/window.ts';
import { isIn } from '../session/person.ts';
import { cursorGone } from '../streams/cursors.ts';
import { follow, unfollow } from '../streams/flow.ts';
import { catchUp } from './follow.ts';
import type { Turn } from './turn.ts';

type ComesIn = Omit<SteppedIn, 'activeAt' | 'restaurants'> & {
  restaurants?: SteppedIn['restaurants'] | undefined;
};

export function steppedIn(turn: Turn, who: ComesIn): void {
  if (turn.state.person !== null) stepOut(turn);
  const streams = follow(turn, who.streams);
  isIn(turn, { person: who.person, token: who.token, streams, restaurants: who.restaurants ?? [] });
  for (const stream of streams) catchUp(turn, stream);
}

export function stepOut(turn: Turn): void {
  const { person, session } = turn.state;
  if (person === null) return;
  unfollow(turn, person.streams);
  withdrawAll(turn);
  leadPersonNowhere(turn);
  forget(turn, 'person');
  write(turn, [...person.streams.map((stream) => cursorGone(stream)), ...personalAlertsGone(turn.state)]);
  for (const stream of person.streams) unlisten(turn, stream);
  turn.emit({ do: 'compact' });
  if (session !== null) turn.emit({ do: 'ask', ask: { for: 'step-out', token: person.token } });
}

/** A counter is shared: whoever walked away is stepped out before somebody else acts in their name. */
export function stepOutWhenIdle(turn: Turn): void {
  const { person, settings } = turn.state;
  if (person === null) return;
  const until = person.activeAt + settings.effective.stepOutAfterMinutes * 60_000;
  if (turn.at.mono >= until) stepOut(turn);
  else wakeAt(turn, until);
}

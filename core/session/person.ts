// People step in for attribution and their own inbox, and out again, without touching the bell. What they bring with
// them (a token, a stream) lives in memory only, so stepping out leaves nothing of them behind.
import type { Person } from '../../contract/api.ts';
import { streamParts, type StreamName } from '../../contract/streams.ts';
import type { Ask } from '../flow/ask.ts';
import type { Change } from '../journal/ledger.ts';
import type { State } from '../flow/state.ts';
import { effect, learn, wakeAt, write, type Turn } from '../flow/turn.ts';
import { unlisten } from '../link/link.ts';
import { newFlow, want } from '../streams/flow.ts';
import type { Session } from './session.ts';

export type SteppedIn = {
  person: Person;
  token: string;
  streams: readonly StreamName[];
  /** When somebody last did something here. */
  activeAt: number;
};

export function steppedIn(turn: Turn, wish: Omit<SteppedIn, 'activeAt'>): void {
  if (turn.state.person !== null) stepOut(turn);
  const flows = new Map(turn.state.flows);
  const own = wish.streams.filter((stream) => !flows.has(stream));
  for (const stream of own) flows.set(stream, newFlow);
  learn(turn, { flows, person: { ...wish, streams: own, activeAt: turn.at.mono } });
  for (const stream of own) want(turn, stream, 'events');
}

export function stepOut(turn: Turn): void {
  const { person, session } = turn.state;
  if (person === null) return;
  const flows = new Map(turn.state.flows);
  for (const stream of person.streams) flows.delete(stream);
  learn(turn, { flows, person: null, escalations: new Map() });
  write(turn, [
    ...person.streams.map((stream) => ({ kind: 'cursor-gone', stream }) as const),
    ...personalAlerts(turn),
  ]);
  for (const stream of person.streams) unlisten(turn, stream);
  effect(turn, { do: 'compact' });
  if (session !== null) effect(turn, { do: 'ask', ask: { for: 'step-out', token: person.token } });
}

/** What only they were told goes with them; so does what was told to somebody before a crash. */
export function personalAlerts(turn: Pick<Turn, 'state'>): Change[] {
  return [...turn.state.ledger.alerts.values()]
    .filter((alert) => alert.kind === 'unaccepted')
    .map(({ id }) => ({ kind: 'alert-gone', id }));
}

export function active(turn: Turn): void {
  const { person } = turn.state;
  if (person !== null) learn(turn, { person: { ...person, activeAt: turn.at.mono } });
}

/** A counter is shared: whoever walked away is stepped out before somebody else acts in their name. */
export function stepOutWhenIdle(turn: Turn): void {
  const { person, settings } = turn.state;
  if (person === null) return;
  const until = person.activeAt + settings.effective.stepOutAfterMinutes * 60_000;
  if (turn.at.mono >= until) stepOut(turn);
  else wakeAt(turn, until);
}

/** A person's inbox is a stream of theirs alone. */
export const isPersonal = (stream: StreamName): boolean => streamParts(stream).kind === 'user';

/** In whose name something is asked: what a person may see or did is asked with their token, all else as the device. */
export function speakerFor(
  state: { session: Session; person: State['person'] },
  ask: Ask,
): { as: 'device' | 'person'; token: string } {
  const { person, session } = state;
  const device = { as: 'device', token: session.token } as const;
  if (ask.for === 'step-out') return { as: 'person', token: ask.token };
  if (person === null) return device;
  const asPerson = { as: 'person', token: person.token } as const;
  switch (ask.for) {
    case 'list':
    case 'order':
      return device;
    case 'beat':
    case 'snapshot':
      return asPerson;
    case 'events':
      return isPersonal(ask.stream) ? asPerson : device;
    case 'command':
      return ask.entry.person === person.person.id ? asPerson : device;
    case 'receipts':
      return device;
    default:
      return ask satisfies never;
  }
}

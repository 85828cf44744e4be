// Tells the backend that this console ends, and who wanted it: nobody then waits for beats that will not come.
import type { FarewellRequest } from '../../contract/api.ts';
import type { QuitBy } from '../leaving/decide-quit.ts';
import { exchange } from '../link/exchange.ts';
import type { Backend } from '../ports/backend.ts';
import { abilitiesOf } from '../session/abilities.ts';
import type { TimeState } from '../time/turn.ts';
import type { Standing } from './send-now.ts';

/** Whoever ends it does not wait any longer than this, and a machine that goes down not at all. */
const withinMs = 1000;

/** `person`: somebody wanted it at the screen. null: it is back in a moment, and nobody has to be told. */
export type Ending = Exclude<QuitBy, 'tray' | 'window' | 'system'> | 'person' | 'restart';

const whys: Record<Ending, FarewellRequest['why'] | null> = {
  person: 'quit',
  verb: 'quit',
  administrator: 'quit',
  signal: 'shutdown',
  session: 'shutdown',
  update: 'update',
  restart: null,
};

type Leaving = Standing & Pick<TimeState, 'skewMs' | 'clockTold'>;

function farewellOf(leaving: Leaving, ending: Ending, now: number): FarewellRequest | null {
  const { person, skewMs, clockTold } = leaving;
  const why = whys[ending];
  if (why === null) return null;
  return {
    why,
    person: ending === 'person' ? (person?.person.id ?? null) : null,
    // A clock that nobody has compared could name a time at which it was there yet.
    ...(clockTold ? { sentAt: new Date(now + skewMs).toISOString() } : {}),
  };
}

/** Best effort: a backend that does not know it, or is not there, waits for the beats to stay away. */
export async function sayFarewell(
  backend: Backend,
  leaving: Leaving,
  ending: Ending,
  now: number,
): Promise<void> {
  const { session, status } = leaving;
  const body = farewellOf(leaving, ending, now);
  if (body === null || session === null || !abilitiesOf(session).answersQueries) return;
  if (status.word === 'offline' || status.word === 'signed-out') return;
  const request = { method: 'POST', path: '/devices/farewell', body } as const;
  await exchange(backend, session, { ...request, token: session.token, timeoutMs: withinMs });
}

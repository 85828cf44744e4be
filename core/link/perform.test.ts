import { expect, test } from 'vitest';
import { session } from '../../tests/support/brain.ts';
import { listedPolicy } from '../../tests/support/listed-shop.ts';
import type { RealtimeClient } from '../ports/realtime.ts';
import type { Session } from '../session/session.ts';
import { createRealtimePerformer } from './perform.ts';

/** What the client was told to do, in order. */
function toldOf(whose: Session): { told: string[]; perform: ReturnType<typeof createRealtimePerformer> } {
  const told: string[] = [];
  const note = (what: string) => () => void told.push(what);
  const client: RealtimeClient = {
    connect: note('connect'),
    disconnect: note('disconnect'),
    check: note('check'),
    subscribe: note('subscribe'),
    unsubscribe: note('unsubscribe'),
    signIn: note('sign in'),
    close: note('close'),
  };
  const backend = {
    exchange: () => Promise.reject(new Error('not asked')),
    dropConnections: () => undefined,
  };
  const perform = createRealtimePerformer(
    { realtime: { open: () => client }, backend },
    { session: () => whose, authorization: () => null, signal: () => undefined },
  );
  return { told, perform };
}

test.each([
  ['a backend that signs devices in is asked to', session, ['connect', 'sign in']],
  [
    'a backend without a log is not asked for what it cannot sign',
    { ...session, existing: listedPolicy.backend?.existing ?? null },
    ['connect'],
  ],
])('%s', (_what, whose, expected) => {
  const { told, perform } = toldOf(whose);
  perform({ do: 'realtime', act: 'open' });
  perform({ do: 'realtime', act: 'connect' });
  expect(told).toEqual(expected);
});

// The backend's Pusher is somewhere else than when this device enrolled: another key, cluster or host.
import { expect, test } from 'vitest';
import type { PusherAddress } from '../../contract/api.ts';
import { answered, channel, createBrain, iso, session, type Brain } from '../../tests/support/brain.ts';

const elsewhere: PusherAddress = { key: 'other', cluster: 'eu', host: '', port: 443, tls: true };

function beat(brain: Brain, pusher?: PusherAddress) {
  const [ask] = brain.open('beat');
  const now = iso(brain.now().wall);
  brain.effects();
  brain.answer(ask, answered(200, { now, heads: {}, ...(pusher && { pusher }) }));
  return brain.effects().flatMap((effect) => (effect.do === 'realtime' ? [effect.act] : []));
}

function listening(): Brain {
  const brain = createBrain();
  brain.tell({ kind: 'realtime', session: session.folder, signal: { kind: 'connected', socketId: '1.1' } });
  brain.tell({ kind: 'realtime', session: session.folder, signal: { kind: 'subscribed', channel } });
  return brain;
}

test('a beat that names another place ends the former link and opens one there, once', () => {
  const brain = listening();
  expect(brain.state().link.phase).toBe('up');
  expect(beat(brain, elsewhere)).toEqual(['disconnect', 'open', 'connect']);
  expect(brain.state().session?.pusher).toEqual(elsewhere);
  expect(brain.state().link).toMatchObject({ phase: 'connecting', heard: new Set() });
  expect([...brain.state().flows.values()].map((flow) => flow.joined)).toEqual([false]);
  brain.pass(1000);
  expect(beat(brain, elsewhere)).toEqual([]);
});

test('the same place, or no word of it, changes nothing', () => {
  const brain = listening();
  expect(beat(brain, { ...session.pusher })).toEqual([]);
  brain.pass(11_000);
  expect(beat(brain)).toEqual([]);
  expect(brain.state().session?.pusher).toBe(session.pusher);
  expect(brain.state().link.phase).toBe('up');
});

// The backend's Pusher is somewhere else than when this device enrolled: another key, cluster or host, or channels are
// called otherwise.
import { expect, test } from 'vitest';
import type { PusherAddress } from '../../contract/api.ts';
import type { ChannelTemplates } from '../../contract/streams.ts';
import { answered, channel, createBrain, iso, session, type Brain } from '../../tests/support/brain.ts';

const elsewhere: PusherAddress = { key: 'other', cluster: 'eu', host: '', port: 443, tls: true };

function beat(brain: Brain, pusher?: PusherAddress, channels?: ChannelTemplates) {
  const [ask] = brain.open('beat');
  const now = iso(brain.now().wall);
  brain.effects();
  brain.answer(
    ask,
    answered(200, { now, heads: {}, ...(pusher && { pusher }), ...(channels && { channels }) }),
  );
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

test('a beat that calls the restaurant’s channel otherwise has it subscribed anew under that name', () => {
  const brain = listening();
  const channels = { ...session.channels, restaurant: 'presence-shop-:id' };
  expect(beat(brain, undefined, channels)).toEqual(['disconnect', 'open', 'connect']);
  brain.tell({ kind: 'realtime', session: session.folder, signal: { kind: 'connected', socketId: '1.2' } });
  const subscribed = brain
    .effects()
    .flatMap((effect) => (effect.do === 'realtime' && effect.act === 'subscribe' ? [effect.channel] : []));
  expect(subscribed).toEqual(['presence-shop-' + session.restaurantId]);
  // An event that still comes under the former name is nobody's.
  brain.tell({ kind: 'realtime', session: session.folder, signal: { kind: 'subscribed', channel } });
  expect(brain.state().link.heard).toEqual(new Set());
  brain.pass(1000);
  expect(beat(brain, undefined, channels)).toEqual([]);
});

test('a channel that nothing here listens to may be called otherwise without a new link', () => {
  const brain = listening();
  expect(beat(brain, undefined, { ...session.channels, order: 'private-:id' })).toEqual([]);
  expect(brain.state().session?.channels.order).toBe('private-:id');
  expect(brain.state().link.phase).toBe('up');
});

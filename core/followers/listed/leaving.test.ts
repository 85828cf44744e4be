// Leaving a restaurant that keeps the order system it had.
import { expect, test } from 'vitest';
import { policy } from '../../../contract/policy.ts';
import { createBrain, session } from '../../../tests/support/brain.ts';
import { answered, createCounter } from '../../../tests/support/counter.ts';
import { listedPolicy, shop, theirOrder } from '../../../tests/support/listed-shop.ts';
import { ourId } from './reading.ts';

test('what was accepted here does not keep a device from leaving', async () => {
  const { core, pass, orders } = shop();
  orders.push(theirOrder(20));
  void core.start();
  await pass(3000);
  void core.handle({ kind: 'command', order: ourId('20'), verb: 'accept' });
  await pass(300);
  const left = core.handle({ kind: 'leave', discard: false });
  await pass(1000);
  expect(await left).toMatchObject({ ok: true });
  expect(core.view().status.word).toBe('not-enrolled');
});

test('a device that left stays away until the policy brings another key', async () => {
  const files = new Map<string, Uint8Array>();
  const first = shop({ files });
  void first.core.start();
  await first.pass(3000);
  void first.core.handle({ kind: 'leave', discard: false });
  await first.pass(3000);
  const again = shop({ files });
  void again.core.start();
  await again.pass(20_000);
  expect(again.core.view().status.word).toBe('not-enrolled');
  expect(again.asked).toEqual([]);
  const { backend } = listedPolicy;
  const other = createCounter({
    policy: policy.parse({ backend: { ...backend, existing: { ...backend?.existing, token: 'another' } } }),
    answer: () => answered(200, { data: [] }),
    files,
  });
  void other.core.start();
  await other.pass(5000);
  expect(other.core.view().status.word).toBe('checked');
  expect(other.asked[0]?.headers).toEqual({ 'X-Api-Key': 'another' });
});

test('an order that nobody could look up does not go on ringing when the device has left', () => {
  const existing = listedPolicy.backend?.existing ?? null;
  const brain = createBrain({ session: { ...session, existing } });
  brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: { kind: 'event', channel: 'private-orders', name: 'order.new', data: {} },
  });
  brain.pass(1500);
  const toasts = brain.effects().flatMap((effect) => (effect.do === 'toast' ? [effect.toast.id] : []));
  expect(toasts).toHaveLength(1);
  brain.intend({ kind: 'stop-bell' });
  expect(brain.intend({ kind: 'leave', discard: false })).toMatchObject({ ok: true });
  brain.pass(300_000);
  const after = brain.effects();
  expect(after).toContainEqual({ do: 'withdraw', toast: toasts[0] });
  expect(after.filter((effect) => effect.do === 'ring' || effect.do === 'toast')).toEqual([]);
});

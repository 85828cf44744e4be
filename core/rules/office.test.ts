// An office: it shows what comes, rings nothing by itself, and leaves the bell to those who hear it.
import { expect, test } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import {
  answered,
  channel,
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderNo,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { ourProtocol, writeProtocol } from '../../contract/protocol.ts';
import { withPolicy } from '../settings/effective.ts';
import { trayFacts, trayOf } from '../tray/tray-of.ts';

const office = { ...session, device: { ...session.device, kind: 'office' as const } };
const loud = { settings: withPolicy({ ...defaultSettings, officeRings: true }, null) };
const done = (brain: Brain): string[] => brain.effects().map((effect) => effect.do);
const noisy = new Set(['ring', 'show', 'flash', 'silence']);

test('an order that waits is shown on the desktop, and nothing is heard or brought to the front, however long', () => {
  const brain = createBrain({ session: office, ledger: ledgerOf(orderNo(1)) });
  brain.pass(10 * 60_000);
  const what = done(brain);
  expect(what).toContain('toast');
  expect(what.filter((one) => noisy.has(one))).toEqual([]);
  expect(brain.state().ringing).toBeNull();
});

test('the same order rings at a counter, and at an office that is set to ring', () => {
  for (const options of [{ session }, { session: office, state: loud }]) {
    const brain = createBrain({ ...options, ledger: ledgerOf(orderNo(1)) });
    brain.pass(60_000);
    expect(done(brain)).toEqual(expect.arrayContaining(['ring', 'show']));
  }
});

test('from an office the bell of the shop is not stopped, by window, ticket or tray, not even one that rings there', () => {
  for (const state of [{}, loud]) {
    const brain = createBrain({ session: office, state, ledger: ledgerOf(orderNo(1)) });
    brain.pass(1000);
    expect(brain.intend({ kind: 'stop-bell' })).toMatchObject({ ok: false, error: { code: 'refused' } });
    const order = orderNo(1).id;
    expect(brain.intend({ kind: 'command', order, verb: 'stop-bell' })).toMatchObject({ ok: false });
    brain.tell({ kind: 'chosen', choice: 'stop-bell' });
    expect([...brain.state().ledger.outbox.values()]).toEqual([]);
    const { menu } = trayOf(trayFacts(brain.state(), noon));
    expect(menu.map((item) => ('id' in item ? item.id : ''))).not.toContain('stop-bell');
    expect(brain.intend({ kind: 'command', order, verb: 'accept' })).toMatchObject({ ok: true });
  }
});

/** What is pushed is the log's next. */
function pushed(brain: Brain, seq: number, type: string, body: object, at = brain.now().wall): void {
  const data = {
    stream,
    epoch: 'e1',
    seq,
    id: `e1-${seq}`,
    prev: `e1-${seq - 1}`,
    type,
    at: iso(at),
    message: 'Something happened.',
    ...body,
  };
  brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: { kind: 'event', channel, name: type, data },
  });
}

test('looked for, this device is heard and seen, also where its bell is quiet; another one is not', () => {
  const brain = createBrain({ session: office });
  pushed(brain, 2, 'device.ring', { device: { id: 'd2', name: 'Bar' } });
  expect(done(brain)).not.toContain('ring');
  pushed(brain, 3, 'device.ring', { device: { id: 'd1', name: 'Counter' } });
  const sought = brain.effects();
  expect(sought).toContainEqual({ do: 'ring', sound: 'notice', orders: [], atLeast: 0.6 });
  expect(sought).toContainEqual({ do: 'show', how: 'inactive' });
  expect(brain.state().notices.map(({ code }) => code)).toEqual(['device-sought']);
});

test('whoever looked for it half a minute ago has given up', () => {
  const brain = createBrain();
  pushed(brain, 2, 'device.ring', { device: { id: 'd1', name: 'Counter' } }, brain.now().wall - 30_001);
  expect(done(brain)).not.toContain('ring');
  expect(brain.state().notices).toEqual([]);
});

test('a device is called what managers call it, also after a restart, and what a beat says counts as well', () => {
  const brain = createBrain();
  pushed(brain, 2, 'device.renamed', { device: { id: 'd2', name: 'Bar' } });
  expect(brain.state().ledger.deviceName).toBeNull();
  pushed(brain, 3, 'device.renamed', { device: { id: 'd1', name: 'Front till' } });
  expect(brain.state().ledger.deviceName).toBe('Front till');
  brain.restart();
  expect(brain.state().ledger.deviceName).toBe('Front till');
  brain.pass(10_000);
  const [beat] = brain.open('beat');
  const heads = { [stream]: { epoch: 'e1', seq: 3, id: 'e1-3' } };
  brain.answer(beat, answered(200, { now: iso(noon), heads, device: { id: 'd1', name: 'Back till' } }));
  expect(brain.state().ledger.deviceName).toBe('Back till');
});

test('what it is and whether somebody touched it is told to a backend that reads it, and to no other', () => {
  const software = { version: '0.4.0', platform: 'linux-x64' };
  const brain = createBrain({ state: { software } });
  const heads = { [stream]: { epoch: 'e1', seq: 1, id: 'e1-1' } };
  const beat = (protocol: string | null) => {
    brain.pass(10_000);
    const [ask] = brain.open('beat');
    brain.answer(ask, { ...answered(200, { now: iso(brain.now().wall), heads }), protocol } as never);
    return ask?.beat;
  };
  const keys = new Set(['version', 'platform', 'attended']);
  beat(null);
  expect(Object.keys(beat(null) ?? {}).filter((key) => keys.has(key))).toEqual([]);
  beat(writeProtocol(ourProtocol));
  expect(beat(writeProtocol(ourProtocol))).toMatchObject({ ...software, attended: false });
  brain.intend({ kind: 'touched' });
  // One may have been under way already.
  beat(writeProtocol(ourProtocol));
  expect(beat(writeProtocol(ourProtocol))).toMatchObject({ attended: true });
  for (let n = 0; n < 30; n += 1) beat(writeProtocol(ourProtocol));
  expect(beat(writeProtocol(ourProtocol))).toMatchObject({ attended: false });
});

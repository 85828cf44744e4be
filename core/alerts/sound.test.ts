import { expect, test } from 'vitest';
import {
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderId,
  orderNo,
  rungAs,
  session,
} from '../../tests/support/brain.ts';
import type { Brain } from '../../tests/support/brain.ts';
import type { Rung } from '../ports/bell.ts';

const unheard = (why: 'no-device' | 'failed' | 'muted' | 'no-page'): Rung => ({ kind: 'unheard', why });
const looks = (brain: Brain): number =>
  brain.effects().filter((effect) => effect.do === 'look-at-sound').length;
const sound = (brain: Brain) => brain.state().sound;
const told = (brain: Brain) =>
  brain.state().notices.flatMap(({ code, detail }) => (code === 'bell-unheard' ? [detail] : []));
const beat = (brain: Brain): boolean | undefined => brain.open('beat').at(-1)?.beat.audible;
/** It has looked, and this came of it. */
function looked(rung: Rung): Brain {
  const brain = createBrain();
  brain.pass(10_000);
  expect(looks(brain)).toBe(1);
  brain.tell({ kind: 'sound-looked', rung });
  return brain;
}

test('soon after the start it is looked whether the bell would be heard, and once that is known no more', () => {
  const brain = createBrain();
  expect(sound(brain)).toBeNull();
  expect(beat(brain)).toBe(true);
  brain.pass(9000);
  expect(looks(brain)).toBe(0);
  brain.pass(1000);
  expect(looks(brain)).toBe(1);
  brain.tell({ kind: 'sound-looked', rung: rungAs(true) });
  expect(sound(brain)).toEqual({ audible: true, why: null, away: false, since: iso(noon + 10_000) });
  brain.pass(3_600_000);
  expect(looks(brain)).toBe(0);
  expect(told(brain)).toEqual([]);
});

test.each(['no-device', 'failed', 'muted', 'no-page'] as const)(
  '%s: the screen says so, and the order system is told at once',
  (why) => {
    const brain = createBrain();
    brain.answer(brain.open('beat')[0], { kind: 'failure', why: 'timeout', sent: true, message: '' });
    brain.tell({ kind: 'rang', rung: unheard(why), orders: [] });
    expect(sound(brain)).toMatchObject({ audible: false, why });
    expect(told(brain)).toEqual([why]);
    expect(beat(brain)).toBe(false);
    brain.answer(brain.open('beat')[0], { kind: 'failure', why: 'timeout', sent: true, message: '' });
    brain.tell({ kind: 'rang', rung: rungAs(true), orders: [] });
    expect(told(brain)).toEqual([]);
    expect(beat(brain)).toBe(true);
  },
);

test('what could not be heard leaves no receipt, also when the computer was muted', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  const sounded = () =>
    [...brain.state().ledger.receipts.values()].filter(({ receipt }) => receipt.stage === 'sounded');
  brain.tell({ kind: 'rang', rung: unheard('muted'), orders: [orderId(1)] });
  expect(sounded()).toEqual([]);
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [orderId(1)] });
  expect(sounded()).toHaveLength(1);
});

test('a bell that somebody stopped says nothing of whether it is heard', () => {
  const brain = looked(rungAs(true));
  brain.tell({ kind: 'rang', rung: { kind: 'cut-off' }, orders: [] });
  expect(sound(brain)).toMatchObject({ audible: true });
});

test('a look that was cut off has found nothing, and is done again soon, as often as it takes', () => {
  const brain = looked({ kind: 'cut-off' });
  for (const rung of [{ kind: 'cut-off' } as const, unheard('muted')]) {
    brain.pass(9000);
    expect(looks(brain)).toBe(0);
    brain.pass(1000);
    expect(looks(brain)).toBe(1);
    brain.tell({ kind: 'sound-looked', rung });
  }
  expect(told(brain)).toEqual(['muted']);
});

test('while it would not be heard it is looked again, later each time, so that recovery is told without an order', () => {
  const brain = looked(unheard('no-device'));
  const after: number[] = [];
  let waited = 0;
  while (after.length < 4) {
    brain.pass(1000);
    waited += 1;
    if (looks(brain) === 0) continue;
    after.push(waited);
    waited = 0;
    brain.tell({ kind: 'sound-looked', rung: unheard('no-device') });
  }
  expect(after).toEqual([60, 120, 240, 300]);
  brain.pass(300_000);
  brain.tell({ kind: 'sound-looked', rung: rungAs(true) });
  expect(sound(brain)).toMatchObject({ audible: true, why: null });
  expect(told(brain)).toEqual([]);
});

test('loudspeakers that come or go, another that is chosen, and waking up are looked at', () => {
  const brain = looked(rungAs(true));
  brain.tell({ kind: 'outputs-changed' });
  expect(looks(brain)).toBe(1);
  // Meanwhile another one went.
  brain.tell({ kind: 'outputs-changed' });
  brain.tell({ kind: 'sound-looked', rung: { kind: 'played', away: true } });
  expect(looks(brain)).toBe(1);
  brain.tell({ kind: 'sound-looked', rung: { kind: 'played', away: true } });
  expect(sound(brain)).toMatchObject({ audible: true, away: true });
  brain.intend({ kind: 'change-settings', change: { bellOutput: { id: 'o1', label: 'USB Audio' } } });
  expect(looks(brain)).toBe(1);
  brain.tell({ kind: 'sound-looked', rung: rungAs(true) });
  expect(sound(brain)).toMatchObject({ away: false });
  brain.tell({ kind: 'power', signal: 'resume' });
  expect(looks(brain)).toBe(0);
  brain.pass(5000);
  expect(looks(brain)).toBe(1);
});

test('nothing is looked at while an order rings, or where nothing rings', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)), state: { flows: new Map() } });
  brain.know({ flows: new Map() });
  brain.pass(60_000);
  expect(brain.state().ringing).not.toBeNull();
  expect(looks(brain)).toBe(0);
  const office = createBrain({ session: { ...session, device: { ...session.device, kind: 'office' } } });
  office.pass(60_000);
  expect(looks(office)).toBe(0);
  const nowhere = createBrain({ session: null });
  nowhere.pass(60_000);
  expect(looks(nowhere)).toBe(0);
});

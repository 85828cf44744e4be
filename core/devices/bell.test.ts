import { expect, test } from 'vitest';
import { createBrain, ledgerOf, orderNo } from '../../tests/support/brain.ts';
import type { Rung, Strike } from '../ports/bell.ts';
import { createBellDeeds } from './bell.ts';

function setUp(rung: Rung, brain = createBrain()) {
  const strikes: Strike[] = [];
  const told: Rung[] = [];
  const deeds = createBellDeeds(
    {
      ring: async (strike) => {
        strikes.push(strike);
        return rung;
      },
      outputs: async () => [{ id: 'o1', label: 'USB Audio' }],
    },
    () => brain.state(),
    { rang: async (came) => void told.push(came) },
  );
  return { deeds, strikes, told };
}

test('a sound is heard as it would be, as a trial, and tells of the bell what any other would', async () => {
  const { deeds, strikes, told } = setUp({ kind: 'played', away: false });
  expect(await deeds.try({ kind: 'waiting' })).toEqual({ ok: true, value: { came: 'played' } });
  expect(strikes).toEqual([{ sound: 'second', tone: 'bell', volume: 1, output: null, trial: true }]);
  expect(told).toEqual([{ kind: 'played', away: false }]);
});

test.each<[Rung, string]>([
  [{ kind: 'unheard', why: 'muted' }, 'muted'],
  [{ kind: 'unheard', why: 'no-device' }, 'no-device'],
  [{ kind: 'cut-off' }, 'cut-off'],
])('%j is told as %s', async (rung, came) => {
  expect(await setUp(rung).deeds.try({ kind: 'chat' })).toEqual({ ok: true, value: { came } });
});

test('while an order rings nothing is tried', async () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  brain.know({ flows: new Map() });
  brain.tell({ kind: 'wake' });
  expect(brain.state().ringing).not.toBeNull();
  const { deeds, strikes, told } = setUp({ kind: 'played', away: false }, brain);
  expect(await deeds.try({ kind: 'newOrder' })).toEqual({ ok: true, value: { came: 'rings' } });
  expect([strikes, told]).toEqual([[], []]);
});

test('the loudspeakers are those of the computer', async () => {
  const { deeds } = setUp({ kind: 'cut-off' });
  expect(await deeds.outputs()).toEqual({ ok: true, value: [{ id: 'o1', label: 'USB Audio' }] });
});

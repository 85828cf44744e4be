// What is effective is put into effect: at the start, at every change, and by a policy over what a person chose.
import { expect, test } from 'vitest';
import type { Policy } from '../../contract/policy.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { createBrain, type Brain } from '../../tests/support/brain.ts';
import { withPolicy } from './effective.ts';

const startOf = (brain: Brain) =>
  brain.effects().flatMap((effect) => (effect.do === 'autostart' ? [[effect.on, effect.evenIfSo]] : []));
function start(chosen: boolean, fixed?: boolean): Brain {
  const policy: Policy | null = fixed === undefined ? null : { settings: { startAtLogin: fixed } };
  const brain = createBrain({ state: { policy } });
  const settings = withPolicy({ ...defaultSettings, startAtLogin: chosen }, policy);
  brain.tell({ kind: 'settings-read', settings });
  return brain;
}

test.each([
  ['as chosen', true, undefined, true],
  ['not when nobody wants it', false, undefined, false],
  ['as IT fixed it', false, true, true],
  ['not where IT forbids it', true, false, false],
])('at its start the console sees to it that it starts at login %s', (_how, chosen, fixed, on) => {
  expect(startOf(start(chosen, fixed))).toEqual([[on, false]]);
});

test('a change is put into effect even if it looks as if it were, one of what IT fixed is none', () => {
  const free = start(false);
  startOf(free);
  free.intend({ kind: 'change-settings', change: { startAtLogin: true } });
  free.intend({ kind: 'change-settings', change: { theme: 'dark' } });
  expect(startOf(free)).toEqual([[true, true]]);
  const fixed = start(false, true);
  startOf(fixed);
  fixed.intend({ kind: 'change-settings', change: { startAtLogin: false } });
  expect(startOf(fixed)).toEqual([]);
});

test('a beat tells where the window is', () => {
  const brain = createBrain();
  const told = (state: 'shown' | 'hidden' | 'none') => {
    brain.tell({ kind: 'window', state });
    for (const ask of brain.open('beat'))
      brain.answer(ask, { kind: 'answer', status: 503, body: {}, retryAfterMs: null });
    brain.pass(10_000);
    return brain.open('beat').at(-1)?.beat.window;
  };
  expect([told('shown'), told('hidden'), told('none')]).toEqual(['shown', 'hidden', 'none']);
});

import { expect, test } from 'vitest';
import { restaurant, type Restaurant } from '../../contract/restaurant.ts';
import { defaultSettings, type Settings } from '../../contract/settings.ts';
import {
  createBrain,
  ledgerOf,
  noon,
  orderNo,
  type Brain,
  type BrainOptions,
} from '../../tests/support/brain.ts';
import { standsMs } from '../leaving/question.ts';
import { trayFacts, trayOf } from '../tray/tray-of.ts';
import { project } from '../view/project.ts';

const closedDays: Restaurant['openingHours'] = { week: Array.from({ length: 7 }, () => []), exceptions: [] };

type Change = {
  settings?: Partial<Settings>;
  hours?: Restaurant['openingHours'];
  orders?: number;
} & BrainOptions;
function at({ settings = {}, hours = null, orders = 0, ...options }: Change = {}): Brain {
  const ledger = ledgerOf(...Array.from({ length: orders }, (_, n) => orderNo(n + 1)));
  const known = restaurant.parse({ id: 'r1', name: 'Bella', openingHours: hours });
  const effective = { ...defaultSettings, ...settings };
  const brain = createBrain({ ledger: { ...ledger, restaurant: known }, ...options });
  brain.know({ settings: { ...brain.state().settings, effective } });
  brain.effects();
  return brain;
}
const did = (brain: Brain) => brain.effects().filter(({ do: what }) => !['log', 'keep-awake'].includes(what));
const asked = (brain: Brain) => project(brain.state(), noon, new Map()).view.program.quitAsked;
const quitBy = (by: 'tray' | 'verb' | 'administrator' | 'window') => ({ kind: 'quit', by }) as const;

test('in opening hours the window comes up and asks; a second time it is the same question', () => {
  const brain = at();
  brain.tell({ kind: 'chosen', choice: 'quit' });
  expect(did(brain)).toEqual([{ do: 'show', how: 'focus' }]);
  expect(asked(brain)).toEqual({ until: new Date(brain.now().wall + standsMs).toISOString() });
  const first = asked(brain);
  brain.pass(10_000);
  did(brain);
  brain.intend(quitBy('window'));
  expect(did(brain)).toEqual([{ do: 'show', how: 'focus' }]);
  expect(asked(brain)).toEqual(first);
});

test('left alone it means no; answered it is over', () => {
  const brain = at();
  brain.intend(quitBy('tray'));
  brain.pass(standsMs + 1);
  expect(asked(brain)).toBeNull();
  expect(did(brain).some((effect) => effect.do === 'quit')).toBe(false);
  expect(brain.intend({ kind: 'quit-anyway' })).toMatchObject({ ok: false });
  brain.intend(quitBy('tray'));
  brain.intend({ kind: 'stay' });
  expect(asked(brain)).toBeNull();
  brain.intend(quitBy('tray'));
  brain.intend({ kind: 'quit-anyway' });
  expect(did(brain)).toContainEqual({ do: 'quit', by: 'person' });
});

test('while it asks everything goes on ringing', () => {
  const brain = at({ orders: 1 });
  brain.intend(quitBy('tray'));
  brain.effects();
  brain.pass(standsMs - 1000);
  expect(brain.effects().some((effect) => effect.do === 'ring')).toBe(true);
  expect(asked(brain)).not.toBeNull();
});

test.each<[string, Change, boolean]>([
  ['closed, nothing waits', { hours: closedDays }, true],
  ['closed, an order waits', { hours: closedDays, orders: 1 }, false],
  ['not set up', { session: null }, true],
])('%s', (_what, change, quits) => {
  const brain = at(change);
  brain.intend(quitBy('tray'));
  expect(did(brain).some((effect) => effect.do === 'quit')).toBe(quits);
});

test('where IT does not want it, it is on no menu, and whoever tries is told why; an administrator may', () => {
  const brain = at({ settings: { quitting: 'forbidden' } });
  const { menu } = trayOf(trayFacts(brain.state(), noon));
  expect(menu.at(-1)).toEqual({ id: 'no-quit', label: 'Stays open: set by IT', enabled: false });
  expect(brain.intend(quitBy('window'))).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  expect(brain.state().notices).toMatchObject([{ code: 'quit-forbidden' }]);
  expect(brain.intend(quitBy('verb'))).toMatchObject({ ok: false });
  expect(did(brain).some((effect) => effect.do === 'quit')).toBe(false);
  brain.intend(quitBy('administrator'));
  expect(did(brain)).toEqual([{ do: 'quit', by: 'verb' }]);
});

const kiosk = (brain: Brain) => project(brain.state(), noon, new Map()).view.program.kiosk;

test('a kiosk without a code that leads out is none', () => {
  const brain = at({ settings: { kiosk: true } });
  brain.tell({ kind: 'wake' });
  expect(did(brain)).toEqual([{ do: 'seek-exit-code' }]);
  brain.tell({ kind: 'exit-code', is: null });
  expect(kiosk(brain)).toBe('off');
  expect(brain.intend({ kind: 'enter-kiosk', code: null })).toMatchObject({ ok: false });
});

test('a kiosk fills the screen, is left by the code alone, and keeps what makes it heard', () => {
  const brain = at({ settings: { kiosk: true } });
  brain.tell({ kind: 'exit-code', is: 'policy' });
  expect(did(brain)).toEqual([
    { do: 'seek-exit-code' },
    { do: 'kiosk', on: true },
    { do: 'show', how: 'focus' },
  ]);
  const { menu } = trayOf(trayFacts(brain.state(), noon));
  expect(menu.at(-1)).toEqual({ id: 'quit', label: 'Leave kiosk…', enabled: true });
  brain.tell({ kind: 'chosen', choice: 'quit' });
  expect(brain.state().codeAsked).toBe(1);
  expect(asked(brain)).toBeNull();
  for (const intent of [
    { kind: 'change-settings', change: { bell: { volume: 0, snoozeSeconds: 60 } } },
    { kind: 'leave', discard: true },
    { kind: 'leave-kiosk' },
    { kind: 'full-screen' },
    quitBy('verb'),
  ] as const)
    expect(brain.intend(intent)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  brain.tell({ kind: 'kiosk-lifted' });
  expect(did(brain)).toContainEqual({ do: 'kiosk', on: false });
  expect(kiosk(brain)).toBe('lifted');
  brain.intend({ kind: 'enter-kiosk', code: null });
  expect(kiosk(brain)).toBe('on');
});

test.each([
  ['policy', /exit code/],
  ['own', /^IT has decided/],
] as const)('to a command line that may not quit, only a code of the policy is named: %s', (is, words) => {
  const brain = at({ settings: { kiosk: true, quitting: 'forbidden' } });
  brain.tell({ kind: 'exit-code', is });
  expect(kiosk(brain)).toBe('on');
  expect(brain.intend(quitBy('verb'))).toMatchObject({ error: { message: expect.stringMatching(words) } });
});

test('an order rings in a kiosk as anywhere, and is answered there', () => {
  const brain = at({ settings: { kiosk: true }, orders: 1 });
  brain.tell({ kind: 'exit-code', is: 'own' });
  brain.pass(60_000);
  expect(brain.effects().some((effect) => effect.do === 'ring')).toBe(true);
  expect(brain.intend({ kind: 'stop-bell' })).toMatchObject({ ok: true });
  brain.press(1, 'accept');
});

test('where a closed window goes is said until it has gone', () => {
  const brain = at();
  const closing = () => project(brain.state(), noon, new Map()).view.program.closing;
  brain.tell({ kind: 'window', state: 'shown' });
  brain.intend({ kind: 'explain-closing', to: 'tray' });
  expect(closing()).toBe('tray');
  brain.intend({ kind: 'close-window' });
  expect(did(brain)).toContainEqual({ do: 'close-window' });
  brain.intend({ kind: 'explain-closing', to: 'minimised' });
  brain.tell({ kind: 'window', state: 'hidden' });
  expect(closing()).toBeNull();
});

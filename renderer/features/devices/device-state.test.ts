import { expect, test } from 'vitest';
import type { ShownDevice } from '../../../contract/queries.ts';
import { deviceStates, softwareOf, stateOf } from './device-state.ts';

const now = Date.parse('2026-03-06T12:00:00Z');
const till: ShownDevice = {
  id: 'd1',
  name: 'Till',
  kind: 'counter',
  enrolledAt: '2026-03-01T08:00:00.000Z',
  seenAt: '2026-03-06T11:59:55.000Z',
  live: true,
  audible: true,
  attended: true,
  person: null,
  version: '0.4.0',
  protocol: 2,
  platform: 'win32-x64',
  closed: null,
};

const closed = (why: 'quit' | 'shutdown' | 'update'): ShownDevice['closed'] => ({
  at: '2026-03-06T11:59:50.000Z',
  why,
  person: 'Ana',
});

const table: [string, Partial<ShownDevice>, (typeof deviceStates)[number]][] = [
  ['is live and can make itself heard', {}, 'heard'],
  ['is live, but its sound fails', { audible: false }, 'silent'],
  ['is an office', { kind: 'office' }, 'office'],
  ['is an office without sound', { kind: 'office', audible: false }, 'office'],
  ['beats, but is not live', { live: false, audible: true }, 'behind'],
  ['beats no more', { live: false, audible: false, seenAt: '2026-03-06T11:59:30.000Z' }, 'gone'],
  ['was closed by somebody', { live: false, closed: closed('quit') }, 'closed'],
  ['makes room for another version', { live: false, closed: closed('update') }, 'closed'],
  ['went down with its computer', { live: false, closed: closed('shutdown') }, 'down'],
  ['has never beaten', { live: false, audible: false, seenAt: null }, 'never'],
];
test.each(table)('one that %s', (_what, over, state) => {
  expect(stateOf({ ...till, ...over }, now)).toBe(state);
});
test('every state is one of these', () => {
  expect(new Set(table.map(([, , state]) => state))).toEqual(new Set(deviceStates));
});

test('what it runs is said as people call it, as far as it is known', () => {
  expect(softwareOf(till)).toBe('Counterbell 0.4.0 · Windows x64 · P2');
  expect(softwareOf({ ...till, platform: 'plan9', version: null })).toBe('plan9 · P2');
  expect(softwareOf({ ...till, platform: null, version: null, protocol: null })).toBeNull();
});

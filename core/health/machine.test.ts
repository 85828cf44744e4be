import { expect, test } from 'vitest';
import { createBrain, iso, noon } from '../../tests/support/brain.ts';

test('of notifications what the desktop tells, since it last changed', () => {
  const brain = createBrain();
  const { notifications } = brain.state().machine;
  expect(notifications).toBeNull();
  brain.tell({ kind: 'showing', showing: { way: 'desktop', quiet: false } });
  const first = brain.state().machine.notifications;
  expect(first).toMatchObject({ way: 'desktop', quiet: false });
  brain.pass(1000);
  brain.tell({ kind: 'showing', showing: { way: 'desktop', quiet: false } });
  expect(brain.state().machine.notifications).toBe(first);
  brain.tell({ kind: 'showing', showing: { way: 'desktop', quiet: true } });
  expect(brain.state().machine.notifications).toMatchObject({ way: 'desktop', quiet: true });
  expect(brain.state().machine.notifications?.since).not.toBe(first?.since);
});

test('the disk works once a session could be read, until it takes nothing', () => {
  expect(createBrain({ session: null }).state().machine.disk).toBeNull();
  const brain = createBrain();
  const disk = () => brain.state().machine.disk;
  expect(disk()).toEqual({ works: true, why: null, since: iso(noon) });
  brain.tell({ kind: 'disk', failure: { kind: 'full', message: 'no space' } });
  expect(disk()).toMatchObject({ works: false, why: 'full' });
  brain.tell({ kind: 'disk', failure: null });
  expect(disk()).toMatchObject({ works: true, why: null });
  brain.tell({ kind: 'notice', code: 'folder-unusable', detail: '/x' });
  brain.tell({ kind: 'disk', failure: null });
  expect(disk()).toMatchObject({ works: false, why: 'folder' });
});

test('that the sign-in cannot be kept is known after the notice was closed too', () => {
  const brain = createBrain();
  expect(brain.state().machine.secrets).toMatchObject({ works: true });
  brain.tell({ kind: 'notice', code: 'secrets-unavailable', detail: '' });
  const [notice] = brain.state().notices;
  brain.intend({ kind: 'dismiss-notice', id: notice?.id ?? '' });
  expect(brain.state().machine.secrets).toMatchObject({ works: false });
});

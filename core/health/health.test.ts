import { expect, test } from 'vitest';
import { createBrain } from '../../tests/support/brain.ts';
import type { DiskFailure } from '../ports/disk.ts';

test.each([
  ['proxy', 'The proxy proxy.example:3128 asks for a name and a password. What to do.'],
  ['login-page', 'a login page of this network answers in place of the order system (302)'],
] as const)(
  'a %s in the way is told in its own words, for the network as for the backend',
  (why, message) => {
    const brain = createBrain();
    for (const ask of brain.open('beat')) brain.answer(ask, { kind: 'failure', why, sent: false, message });
    const { parts } = brain.state().status;
    for (const name of ['network', 'backend'])
      expect(parts.find(({ part }) => part === name)).toMatchObject({
        works: false,
        cause: message,
        inWay: why,
      });
  },
);

test('a disk that is full and one that fails are told apart, and neither once it takes something again', () => {
  const brain = createBrain();
  const codes = (failure: DiskFailure | null) => {
    brain.tell({ kind: 'disk', failure });
    return brain.state().notices.map(({ code }) => code);
  };
  expect(codes({ kind: 'full', message: 'ENOSPC' })).toEqual(['disk-full']);
  expect(codes({ kind: 'read-only', message: 'EROFS' })).toEqual(['disk-failed']);
  expect(codes({ kind: 'full', message: 'ENOSPC' })).toEqual(['disk-full']);
  expect(codes(null)).toEqual([]);
});

test('a message that is no longer true goes by itself', () => {
  const brain = createBrain();
  const tell = (detail: string | null) => brain.tell({ kind: 'notice', code: 'settings-not-kept', detail });
  tell('EROFS');
  expect(brain.state().notices).toMatchObject([{ code: 'settings-not-kept', detail: 'EROFS' }]);
  tell(null);
  expect(brain.state().notices).toEqual([]);
});

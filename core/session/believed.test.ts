import { expect, test } from 'vitest';
import type { BackendAnswer } from '../ports/backend.ts';
import { believed } from './believed.ts';

const answer = (status: number, body: unknown, protocol: string | null = null): BackendAnswer => ({
  kind: 'answer',
  status,
  body,
  retryAfterMs: null,
  protocol,
});
const why = { code: 'not-signed-in', detail: 'Unknown token.' };

test.each<[string, BackendAnswer, boolean]>([
  ['ours says its protocol', answer(401, null, '3;oldest=1'), true],
  ['an older one says why', answer(401, why), true],
  ['a guest network says no', answer(401, null), false],
  ['a filter says no in JSON', answer(403, { blocked: true }), false],
  ['a yes is judged by what it says', answer(200, {}), true],
  ['trouble is trouble, whoever has it', answer(503, null), true],
])('%s', (_, given, isBelieved) => {
  const made = believed({ existing: null }, given);
  expect(made).toEqual(isBelieved ? given : expect.objectContaining({ kind: 'failure', why: 'unreadable' }));
});

test('a backend of somebody else’s refuses in its own words', () => {
  const given = answer(404, { error: 'gone' });
  expect(believed({ existing: {} as never }, given)).toBe(given);
});

import { expect, test } from 'vitest';
import { answered, lost } from '../../tests/support/brain.ts';
import { judge } from './judge.ts';

test.each([
  [200, 'taken'],
  [201, 'taken'],
  [204, 'taken'],
  [400, 'refused'],
  [403, 'refused'],
  [404, 'refused'],
  [409, 'refused'],
  [410, 'refused'],
  [422, 'refused'],
  [401, 'not-signed-in'],
  // About the moment, not about what was sent.
  [408, 'again'],
  [425, 'again'],
  [429, 'again'],
  [500, 'again'],
  [502, 'again'],
  [503, 'again'],
  // Somebody else's page on the way, such as a hotel's sign-in: nobody has taken anything.
  [302, 'again'],
] as const)('an answer %i means: %s', (status, judgement) => {
  expect(judge(answered(status))).toBe(judgement);
});

test.each([true, false])('no answer is a reason to go on, whether it was sent (%s)', (sent) => {
  expect(judge(lost(sent))).toBe('again');
});

import { expect, test } from 'vitest';
import { answered, lost, refusal } from '../../tests/support/brain.ts';
import { enrolmentAt } from '../../tests/support/enrolment.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { Ports } from '../ports/ports.ts';
import { exchangeCode } from './exchange-code.ts';

const request = {
  url: 'https://backend.example',
  fingerprint: null,
  code: 'TYPED-IN',
  deviceName: 'Counter',
  installId: 'install-1',
  reuse: null,
};
const exchanged = (answer: BackendAnswer) =>
  exchangeCode(
    { backend: { exchange: async () => answer }, chance: { id: () => 'f1' } } as unknown as Ports,
    request,
  );
const ours = (status: number): BackendAnswer => ({
  kind: 'answer',
  status,
  body: null,
  retryAfterMs: null,
  protocol: '2;oldest=1',
});

test.each<[string, BackendAnswer, boolean]>([
  ['a backend says why not', refusal(404, 'code-unknown', 'There is no such code.'), true],
  ['one of ours says no without a word', ours(403), true],
  ['a filter says no', answered(403, null), false],
  ['a filter says no in JSON', answered(404, { blocked: true }), false],
  ['a login page says yes', answered(200, { welcome: true }), false],
  ['too many tried', refusal(429, 'throttled', 'Wait a minute.'), false],
  ['a backend is in trouble', answered(503, null), false],
  ['nobody answers', lost(), false],
])('%s: no use in asking again: %#', async (_, answer, final) => {
  expect(await exchanged(answer)).toMatchObject({
    ok: false,
    final,
    message: expect.stringMatching(/\w+ \w+/),
  });
});

test('who is let in has a session', async () => {
  expect(await exchanged(answered(201, enrolmentAt('r1')))).toMatchObject({
    ok: true,
    session: { folder: 'f1', restaurantId: 'r1' },
  });
});

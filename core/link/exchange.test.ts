import { expect, test } from 'vitest';
import type { BackendAnswer } from '../ports/backend.ts';
import { exchange } from './exchange.ts';

const failure = (why: 'dropped' | 'network'): BackendAnswer => ({
  kind: 'failure',
  why,
  sent: true,
  message: why,
});

test('what was dropped is asked again, any other failure is an answer', async () => {
  const answers = [failure('dropped'), failure('dropped'), failure('network')];
  const backend = {
    exchange: async () => answers.shift() ?? failure('network'),
    dropConnections: () => undefined,
  };
  const request = { method: 'GET', path: '/snapshot', token: null, timeoutMs: 1 } as const;
  const answer = await exchange(backend, { url: 'http://127.0.0.1', fingerprint: null }, request);
  expect(answer).toMatchObject({ why: 'network' });
  expect(answers).toEqual([]);
});

import { expect, test } from 'vitest';
import { existingBackend, type ExistingBackend } from '../../contract/existing-backend.ts';
import { answered, lost, refusal, session } from '../../tests/support/brain.ts';
import { authorizationOf } from '../perform.ts';
import type { BackendAnswer, BackendRequest } from '../ports/backend.ts';
import { authorize } from './authorize.ts';

const target = { url: 'https://b.example', fingerprint: null };
const who = (token: string, existing: ExistingBackend | null = null) => ({
  session: { ...session, token, existing },
  person: null,
});
const forChannel = { for: 'channel', socketId: '1.2', channel: 'private-restaurant-r1' } as const;
const forUser = { for: 'user', socketId: '1.2' } as const;

function backend(answer: BackendAnswer) {
  const asked: BackendRequest[] = [];
  return {
    asked,
    async exchange(_target: unknown, request: BackendRequest) {
      asked.push(request);
      return answer;
    },
    dropConnections: () => undefined,
  };
}

test.each([
  [forChannel, '/pusher/authorize', { socketId: '1.2', channelName: 'private-restaurant-r1' }],
  [forUser, '/pusher/user-auth', { socketId: '1.2' }],
] as const)('asks for %j with the token, and hands on what was signed', async (request, path, body) => {
  const signed = { auth: 'k:s', channel_data: 'c', user_data: 'u', shared_secret: 's' };
  const { asked, ...port } = backend(answered(200, signed));
  expect(await authorize(port, target, authorizationOf(who('the-token'), request))).toEqual({
    ok: true,
    auth: 'k:s',
    channelData: 'c',
    userData: 'u',
    sharedSecret: 's',
  });
  expect(asked).toMatchObject([{ method: 'POST', token: 'the-token', path, body }]);
});

test.each([
  [
    'a refusal',
    refusal(403, 'not-allowed', 'This is not your restaurant.'),
    403,
    'This is not your restaurant.',
  ],
  [
    'a page of something else',
    answered(200, '<html>'),
    200,
    'the authorizer answered 200 with nothing usable',
  ],
  [
    'a signature with another status',
    answered(202, { auth: 'k:s' }),
    202,
    'the authorizer answered 202 with nothing usable',
  ],
  ['no answer', lost(), null, 'no answer in time'],
] as const)('%s signs nothing, and says why', async (_what, answer, status, message) => {
  expect(await authorize(backend(answer), target, authorizationOf(who('t'), forChannel))).toEqual({
    ok: false,
    status,
    message,
  });
});

test.each([
  ['form', { form: { socket_id: '1.2', channel_name: 'private-restaurant-r1' } }],
  ['json', { body: { socketId: '1.2', channelName: 'private-restaurant-r1' } }],
] as const)('a backend that was there before is asked in its own way: %s', async (style, sent) => {
  const existing = existingBackend.parse({
    restaurant: { id: 'r1', name: 'Noodle House', currency: 'EUR' },
    token: 'let-me-in',
    header: { name: 'X-Api-Key', value: ':token' },
    list: { path: '/orders' },
    ready: { method: 'PUT', path: '/orders/:id' },
    authorize: { path: '/broadcasting/auth', style },
    pusher: { key: 'k', host: '', port: 6001, tls: false },
    channel: 'private-orders',
  });
  const { asked, ...port } = backend(answered(200, { auth: 'k:s' }));
  expect(
    await authorize(port, target, authorizationOf(who('let-me-in', existing), forChannel)),
  ).toMatchObject({ ok: true });
  expect(asked).toMatchObject([
    { path: '/broadcasting/auth', headers: { 'X-Api-Key': 'let-me-in' }, ...sent },
  ]);
  // Nobody there knows how to sign a device in.
  expect(await authorize(port, target, authorizationOf(who('let-me-in', existing), forUser))).toMatchObject({
    ok: false,
  });
  expect(asked).toHaveLength(1);
});

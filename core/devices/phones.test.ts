import { expect, test } from 'vitest';
import type { Backend, BackendRequest } from '../ports/backend.ts';
import { createPhoneDeeds } from './phones.ts';
import type { Standing } from './send-now.ts';

const standing = (word = 'live', person = true) =>
  ({
    session: { url: 'https://orders.example/', existing: null, token: 'device' },
    person: person ? { token: 'ada' } : null,
    status: { word },
  }) as unknown as Standing;

function deeds(answer: unknown, status = 200, now = standing()) {
  const asked: BackendRequest[] = [];
  const backend = {
    exchange: async (_target: unknown, request: BackendRequest) => {
      asked.push(request);
      return { kind: 'answer', status, body: answer };
    },
  } as unknown as Backend;
  return { asked, deeds: createPhoneDeeds(backend, () => now) };
}

const expiresAt = '2026-03-06T12:10:00.000Z';

test.each([
  [null, 'https://orders.example/phone/cbq_x'],
  ['https://public.example', 'https://public.example/phone/cbq_x'],
])('a link leads to where phones reach the backend: %s', async (origin, url) => {
  const { asked, deeds: own } = deeds({ path: '/phone/cbq_x', origin, expiresAt });
  expect(await own.link()).toEqual({ ok: true, value: { url, expiresAt } });
  expect(asked[0]).toMatchObject({ method: 'POST', path: '/phones/link', token: 'ada' });
});

test('with nobody stepped in, without a connection, or by another answer there is none', async () => {
  const good = { path: '/phone/x', origin: null, expiresAt };
  expect(await deeds(good, 200, standing('live', false)).deeds.link()).toMatchObject({
    error: { code: 'not-allowed' },
  });
  expect(await deeds(good, 200, standing('offline')).deeds.link()).toMatchObject({
    error: { code: 'unreachable' },
  });
  expect(await deeds({}).deeds.link()).toMatchObject({ error: { code: 'refused' } });
  expect(await deeds({}, 404).deeds.link()).toMatchObject({ error: { code: 'not-found' } });
});

test('a phone is taken off by its id', async () => {
  const { asked, deeds: own } = deeds(null, 204);
  expect(await own.remove({ phone: 'a/b' })).toEqual({ ok: true, value: null });
  expect(asked[0]).toMatchObject({ method: 'DELETE', path: '/phones/a%2Fb' });
});

import { expect, test } from 'vitest';
import type { Backend, BackendRequest } from '../ports/backend.ts';
import { sayFarewell, type Ending } from './farewell.ts';

type Leaving = Parameters<typeof sayFarewell>[1];

const now = Date.parse('2026-06-01T12:00:00Z');
const standing = (change: object = {}) =>
  ({
    session: { url: 'https://orders.example/', existing: null, token: 'device' },
    person: { token: 'ada', person: { id: 'ada' } },
    status: { word: 'live' },
    skewMs: 0,
    clockTold: false,
    ...change,
  }) as unknown as Leaving;

async function said(ending: Ending, state = standing(), status = 204): Promise<BackendRequest[]> {
  const asked: BackendRequest[] = [];
  const backend = {
    exchange: async (_target: unknown, request: BackendRequest) => {
      asked.push(request);
      return { kind: 'answer', status, body: null };
    },
  } as unknown as Backend;
  await sayFarewell(backend, state, ending, now);
  return asked;
}

test.each<[Ending, object]>([
  ['person', { why: 'quit', person: 'ada' }],
  ['verb', { why: 'quit', person: null }],
  ['administrator', { why: 'quit', person: null }],
  ['signal', { why: 'shutdown', person: null }],
  ['session', { why: 'shutdown', person: null }],
  ['update', { why: 'update', person: null }],
])('ended by %s the backend is told %o, in the name of the device', async (ending, body) => {
  const [request] = await said(ending);
  expect(request).toMatchObject({ method: 'POST', path: '/devices/farewell', token: 'device', body });
  expect(request?.timeoutMs).toBeLessThanOrEqual(1000);
});

test('it says when it was sent, by the backend’s clock, and by no other', async () => {
  const told = await said('verb', standing({ skewMs: 90_000, clockTold: true }));
  expect(told[0]?.body).toMatchObject({ sentAt: '2026-06-01T12:01:30.000Z' });
  const untold = await said('verb', standing({ skewMs: 90_000 }));
  expect(untold[0]?.body).not.toHaveProperty('sentAt');
});

test('with nobody stepped in nobody is named', async () => {
  expect((await said('person', standing({ person: null })))[0]?.body).toEqual({ why: 'quit', person: null });
});

test.each<[string, Ending, Leaving]>([
  ['what is back in a moment', 'restart', standing()],
  ['a console that belongs to no restaurant', 'person', standing({ session: null })],
  ['one whose backend knows nothing but orders', 'person', standing({ session: { existing: {} } })],
  ['one whose backend is known to be away', 'person', standing({ status: { word: 'offline' } })],
])('%s says nothing', async (_what, ending, state) => {
  expect(await said(ending, state)).toEqual([]);
});

test('an older backend that does not know it changes nothing', async () => {
  expect(await said('person', standing(), 404)).toHaveLength(1);
});

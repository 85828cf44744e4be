import { expect, test } from 'vitest';
import type { Backend, BackendRequest } from '../ports/backend.ts';
import { sayFarewell, type Ending } from './farewell.ts';
import type { Standing } from './send-now.ts';

const standing = (change: object = {}) =>
  ({
    session: { url: 'https://orders.example/', existing: null, token: 'device' },
    person: { token: 'ada', person: { id: 'ada' } },
    status: { word: 'live' },
    ...change,
  }) as unknown as Standing;

async function said(ending: Ending, state = standing(), status = 204): Promise<BackendRequest[]> {
  const asked: BackendRequest[] = [];
  const backend = {
    exchange: async (_target: unknown, request: BackendRequest) => {
      asked.push(request);
      return { kind: 'answer', status, body: null };
    },
  } as unknown as Backend;
  await sayFarewell(backend, state, ending);
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

test('with nobody stepped in nobody is named', async () => {
  expect((await said('person', standing({ person: null })))[0]?.body).toEqual({ why: 'quit', person: null });
});

test.each<[string, Ending, Standing]>([
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

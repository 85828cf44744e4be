import { describe, expect, test } from 'vitest';
import { orderNo } from '../../tests/support/brain.ts';
import { listedPolicy } from '../../tests/support/listed-shop.ts';
import type { BackendAnswer, BackendRequest, GiveUp } from '../ports/backend.ts';
import type { Log } from '../ports/log.ts';
import { createQueries, type Standing } from './perform.ts';
import { withFound } from './press-on-found.ts';

const order = '3f0b6a4e-5c55-4b5e-9a33-0c7a3b6f2d11';
const anyPage = { text: '', day: null, before: null };
const page = { orders: [], before: null };

const plainRestaurant = {
  id: 'roma',
  name: 'Roma',
  timeZone: 'UTC',
  currency: 'EUR',
  openingHours: null,
  prepMinutes: 15,
  rejectReasons: ['Busy'],
  autoAccept: [],
  pause: null,
  escalation: { afterSeconds: 180, webhook: null },
  accepting: true,
};

const enrolled: Standing = {
  session: {
    url: 'https://backend.example',
    fingerprint: null,
    token: 'device',
    restaurantId: 'bella',
    existing: null,
  },
  person: null,
  status: { word: 'live' },
};
const ok = (body: unknown, status = 200): BackendAnswer => ({
  kind: 'answer',
  status,
  body,
  retryAfterMs: null,
});
const failed = (why: (BackendAnswer & { kind: 'failure' })['why']): BackendAnswer => ({
  kind: 'failure',
  why,
  sent: true,
  message: why,
});

function setUp(first: Standing = enrolled) {
  let standing = first;
  const asked: {
    request: BackendRequest;
    giveUp: GiveUp | undefined;
    answer(answer: BackendAnswer): void;
  }[] = [];
  const warned: unknown[] = [];
  const log = { warn: (_event: string, fields: unknown) => void warned.push(fields) } as unknown as Log;
  const backend = {
    exchange: (_target: unknown, request: BackendRequest, giveUp?: GiveUp) =>
      new Promise<BackendAnswer>((resolve) => asked.push({ request, giveUp, answer: resolve })),
    dropConnections: () => undefined,
  };
  const queries = createQueries({ backend, log }, () => standing);
  return {
    queries,
    asked,
    warned,
    stand: (change: Partial<Standing>) => (standing = { ...standing, ...change }),
  };
}

test('an answer that can be read is the value', async () => {
  const { queries, asked } = setUp();
  const answer = queries.ask('orders.history', 'history', anyPage);
  expect(asked[0]?.request).toMatchObject({ method: 'GET', path: '/orders?limit=30', token: 'device' });
  expect(asked[0]?.request.timeoutMs).toBeGreaterThan(0);
  expect(asked[0]?.request.answerBytes).toBeLessThanOrEqual(8 * 1024 * 1024);
  asked[0]?.answer(ok(page));
  expect(await answer).toEqual({ ok: true, value: page });
});

test.each([
  [failed('network'), 'offline'],
  [failed('timeout'), 'offline'],
  [failed('tls'), 'offline'],
  [failed('proxy'), 'offline'],
  [failed('unreadable'), 'failed'],
  [ok({}, 401), 'not-allowed'],
  [ok({}, 403), 'not-allowed'],
  [ok({}, 404), 'gone'],
  [ok({}, 410), 'gone'],
  [ok({}, 400), 'failed'],
  [ok({}, 429), 'failed'],
  [ok({}, 503), 'failed'],
  [ok({ orders: 'all of them' }), 'failed'],
])('%j is told as "%s"', async (came, why) => {
  const { queries, asked } = setUp();
  const answer = queries.ask('orders.history', 'history', anyPage);
  asked[0]?.answer(came);
  expect(await answer).toEqual({ ok: false, why });
});

test('what cannot be read is logged without what was searched for', async () => {
  const { queries, asked, warned } = setUp();
  const answer = queries.ask('orders.history', 'history', { ...anyPage, text: 'Quirin' });
  asked[0]?.answer(ok(null));
  await answer;
  expect(warned).toEqual([{ path: '/orders' }]);
});

test.each([
  ['nobody is enrolled', { session: null }, 'not-allowed'],
  [
    'a backend without a log has nothing to ask',
    {
      session: {
        ...(enrolled.session as NonNullable<Standing['session']>),
        existing: listedPolicy.backend?.existing ?? null,
      },
    },
    'not-allowed',
  ],
  ['the console is offline and knows it', { status: { word: 'offline' as const } }, 'offline'],
])('%s: nothing is sent', async (_what, change, why) => {
  const { queries, asked } = setUp({ ...enrolled, ...change });
  expect(await queries.ask('order.timeline', 'order', { order })).toEqual({ ok: false, why });
  expect(asked).toEqual([]);
});

test('an id that no backend has is gone, without being asked for', async () => {
  const { queries, asked } = setUp();
  expect(await queries.ask('order.timeline', 'order', { order: '../people' })).toEqual({
    ok: false,
    why: 'gone',
  });
  expect(asked).toEqual([]);
});

test('what only lost its connection is asked again', async () => {
  const { queries, asked } = setUp();
  const answer = queries.ask('orders.history', 'history', anyPage);
  asked[0]?.answer(failed('dropped'));
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer(ok(page));
  expect(await answer).toEqual({ ok: true, value: page });
});

test('a newer question from the same place ends the one before it, and no other', async () => {
  const { queries, asked } = setUp();
  const first = queries.ask('orders.history', 'history', anyPage);
  const elsewhere = queries.ask('order.timeline', 'order', { order });
  const second = queries.ask('orders.history', 'history', { ...anyPage, text: 'sam' });
  expect(await first).toEqual({ ok: false, why: 'failed' });
  expect(asked.map(({ giveUp }) => giveUp?.given)).toEqual([true, false, false]);
  asked[0]?.answer(failed('dropped'));
  asked[1]?.answer(ok({ acts: [], receipts: [] }));
  asked[2]?.answer(ok(page));
  expect(await elsewhere).toMatchObject({ ok: true });
  expect(await second).toMatchObject({ ok: true });
  // Given up is not asked anew.
  expect(asked).toHaveLength(3);
});

test('a window that closes ends what it asked for, and not what the console asks for itself', async () => {
  const { queries, asked } = setUp();
  const oneOrder = { whose: 'device', timeoutMs: 1, path: () => '/x', read: () => 'read' } as const;
  const own = queries.perform(oneOrder, null, null);
  const windows = queries.ask('orders.history', 'history', anyPage);
  queries.cancelAll();
  expect(await windows).toEqual({ ok: false, why: 'failed' });
  asked[0]?.answer(ok(null));
  expect(await own).toEqual({ ok: true, value: 'read' });
});

test('cancelled by its place, an answer that comes all the same is not shown', async () => {
  const { queries, asked } = setUp();
  const answer = queries.ask('orders.history', 'history', anyPage);
  queries.cancel('another');
  expect(asked[0]?.giveUp?.given).toBe(false);
  queries.cancel('history');
  asked[0]?.answer(ok(page));
  expect(await answer).toEqual({ ok: false, why: 'failed' });
});

test('when the session ends, every question in flight is dropped', async () => {
  const { queries, asked, stand } = setUp();
  const answers = [
    queries.ask('orders.history', 'history', anyPage),
    queries.ask('order.timeline', 'order', { order }),
    queries.perform({ whose: 'device', timeoutMs: 1, path: () => '/x', read: () => 'x' }, null, null),
  ];
  queries.review();
  expect(asked.map(({ giveUp }) => giveUp?.given)).toEqual([false, false, false]);
  stand({ session: null });
  queries.review();
  expect(await Promise.all(answers)).toEqual(answers.map(() => ({ ok: false, why: 'failed' })));
  expect(asked.map(({ giveUp }) => giveUp?.given)).toEqual([true, true, true]);
});

test('an answer is nobody’s once another session has begun, also before that was looked at', async () => {
  const { queries, asked, stand } = setUp();
  const answer = queries.ask('order.timeline', 'order', { order });
  stand({ session: { ...(enrolled.session as NonNullable<Standing['session']>), token: 'another' } });
  asked[0]?.answer(ok({ acts: [], receipts: [] }));
  expect(await answer).toEqual({ ok: false, why: 'failed' });
});

test('what a person asked is dropped when they step out; what the device asked is not', async () => {
  const { queries, asked, stand } = setUp({ ...enrolled, person: { token: 'noor' } });
  const theirs = queries.ask('orders.history', 'history', anyPage);
  const devices = queries.ask('order.timeline', 'order', { order });
  expect(asked.map(({ request }) => request.token)).toEqual(['noor', 'device']);
  stand({ person: null });
  queries.review();
  expect(await theirs).toEqual({ ok: false, why: 'failed' });
  asked[1]?.answer(ok({ acts: [], receipts: [] }));
  expect(await devices).toMatchObject({ ok: true });
});

test.each([
  ['steps out', null],
  ['makes room for somebody else', { token: 'ben' }],
])(
  'who pressed on an order that is looked up, and %s before it comes, is not pressed for',
  async (_what, person) => {
    const { queries, asked, stand } = setUp({ ...enrolled, person: { token: 'noor' } });
    const pressed = withFound(queries, { kind: 'command', order, verb: 'recall' });
    stand({ person });
    asked[0]?.answer(ok({ ...orderNo(1), id: order }));
    expect(await pressed).toMatchObject({ ok: false, error: { code: 'refused' } });
  },
);

describe('of another restaurant', () => {
  const owner: Partial<Standing> = { person: { token: 'ada' } };
  const elsewhere = { ...anyPage, restaurant: 'roma' };
  const look = (token: string) =>
    ok({
      person: { id: 'p2', name: 'Ada', role: 'manager' },
      token: token.padEnd(24, '-'),
      restaurant: plainRestaurant,
      streams: ['restaurant:roma', 'user:p2'],
    });

  test('it is asked with a token of that one, which is got once and used for all that is asked there', async () => {
    const { queries, asked } = setUp({ ...enrolled, ...owner } as Standing);
    const answers = [
      queries.ask('orders.history', 'history', elsewhere),
      queries.ask('devices.list', 'devices', { restaurant: 'roma' }),
    ];
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]?.request).toMatchObject({
      method: 'POST',
      path: '/people/switch',
      token: 'ada',
      body: { restaurant: 'roma' },
    });
    asked[0]?.answer(look('ada-at-roma'));
    await expect.poll(() => asked.length).toBe(3);
    const tokens = asked.slice(1).map(({ request }) => request.token);
    expect(tokens).toEqual(['ada-at-roma'.padEnd(24, '-'), 'ada-at-roma'.padEnd(24, '-')]);
    asked[1]?.answer(ok(page));
    asked[2]?.answer(ok({ devices: [] }));
    expect(await Promise.all(answers)).toEqual([
      { ok: true, value: page },
      { ok: true, value: { devices: [] } },
    ]);
  });

  test('the own restaurant is none that one switches to', async () => {
    const { queries, asked } = setUp({ ...enrolled, ...owner } as Standing);
    void queries.ask('orders.history', 'history', { ...anyPage, restaurant: 'bella' });
    expect(asked[0]?.request).toMatchObject({ method: 'GET', token: 'ada' });
  });

  test('with nobody in, nothing is sent', async () => {
    const { queries, asked } = setUp();
    expect(await queries.ask('orders.history', 'history', elsewhere)).toEqual({
      ok: false,
      why: 'not-allowed',
    });
    expect(asked).toEqual([]);
  });

  test.each([
    [ok({}, 404), 'not-allowed'],
    [ok({}, 401), 'not-allowed'],
    [ok({}, 503), 'failed'],
    [ok({ token: 7 }), 'failed'],
    [failed('network'), 'offline'],
  ])('a switch that comes to %j is told as "%s", and asked for anew the next time', async (came, why) => {
    const { queries, asked } = setUp({ ...enrolled, ...owner } as Standing);
    const answer = queries.ask('orders.history', 'history', elsewhere);
    await expect.poll(() => asked.length).toBe(1);
    asked[0]?.answer(came);
    expect(await answer).toEqual({ ok: false, why });
    void queries.ask('orders.history', 'history', elsewhere);
    await expect.poll(() => asked.length).toBe(2);
    expect(asked[1]?.request.path).toBe('/people/switch');
  });

  test('a token that has ended is got anew, once', async () => {
    const { queries, asked } = setUp({ ...enrolled, ...owner } as Standing);
    const answer = queries.ask('orders.history', 'history', elsewhere);
    for (const [at, came] of [look('one'), ok({}, 401), look('two'), ok({}, 401)].entries()) {
      await expect.poll(() => asked.length).toBe(at + 1);
      asked[at]?.answer(came);
    }
    expect(await answer).toEqual({ ok: false, why: 'not-allowed' });
    expect(asked.map(({ request }) => request.path)).toEqual([
      '/people/switch',
      '/orders?limit=30',
      '/people/switch',
      '/orders?limit=30',
    ]);
  });

  test('who steps out takes the tokens along: whoever is in next gets none of them', async () => {
    const { queries, asked, stand } = setUp({ ...enrolled, ...owner } as Standing);
    const first = queries.ask('orders.history', 'history', elsewhere);
    await expect.poll(() => asked.length).toBe(1);
    asked[0]?.answer(look('ada-at-roma'));
    await expect.poll(() => asked.length).toBe(2);
    stand({ person: null });
    queries.review();
    expect(await first).toEqual({ ok: false, why: 'failed' });
    stand({ person: { token: 'ben' } });
    queries.review();
    void queries.ask('orders.history', 'history', elsewhere);
    await expect.poll(() => asked.length).toBe(3);
    expect(asked[2]?.request).toMatchObject({ path: '/people/switch', token: 'ben' });
  });
});

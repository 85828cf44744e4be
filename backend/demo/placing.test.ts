import { expect, test } from 'vitest';
import { placeOrder } from './placing.ts';

const at = '2026-03-01T18:07:00.000Z';
const order = {
  id: '6f1c2f0e-5a1b-4c59-9a38-0d1d6f2b9a11',
  number: '1',
  status: 'new',
  channel: 'web',
  fulfilment: { kind: 'pick-up' },
  payment: { kind: 'paid' },
  items: [{ id: '1', name: 'Ramen', quantity: 1, modifiers: [], allergens: [], ticked: false }],
  total: { amount: 100, currency: 'EUR' },
  placedAt: at,
  ringAt: at,
  promisedAt: null,
  tellAt: null,
  toldAt: null,
  snoozedUntil: null,
  toBeUnderstood: null,
  assumed: false,
  acts: [],
};
const placedAnswer = () =>
  Response.json({ order, publicToken: 't', stream: 'restaurant:r1', seq: 1 }, { status: 201 });
const problem = (status: number) => () => Response.json({ title: 'no' }, { status });

function answering(...answers: (() => Response)[]) {
  const sent = { times: 0 };
  const send = async () => {
    const answer = answers[Math.min(sent.times, answers.length - 1)];
    sent.times += 1;
    if (!answer) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    return answer();
  };
  return { sent, send };
}
const waitsMs = [0, 0, 0];

test('a backend that is starting is asked again until it takes the order', async () => {
  const { send, sent } = answering(problem(503), problem(401), placedAnswer);
  const outcome = await placeOrder({ send, starting: true, waitsMs });
  expect(outcome).toMatchObject({ kind: 'placed', order: { number: '1' } });
  expect(sent.times).toBe(3);
});

test('once orders were placed, a key that is not known any more is final at once', async () => {
  const { send, sent } = answering(problem(401));
  expect(await placeOrder({ send, starting: false, waitsMs })).toMatchObject({ kind: 'refused-for-good' });
  expect(sent.times).toBe(1);
});

test('the tries are bounded, and what is left is the reason', async () => {
  const unknown = answering(problem(401));
  const refusal = await placeOrder({ send: unknown.send, starting: true, waitsMs });
  expect(refusal).toEqual({ kind: 'refused-for-good', why: '401 {"title":"no"}' });
  expect(unknown.sent.times).toBe(4);

  const gone = answering();
  expect(await placeOrder({ send: gone.send, starting: false, waitsMs })).toEqual({
    kind: 'refused',
    why: 'connect ECONNREFUSED',
  });
  expect(gone.sent.times).toBe(4);
});

test('an order the backend does not understand is not sent twice', async () => {
  const { send, sent } = answering(problem(422));
  expect(await placeOrder({ send, starting: true, waitsMs })).toMatchObject({ kind: 'refused' });
  expect(sent.times).toBe(1);
});

// Random sequences of commands over the API, one after the other and two at once, against a model of the state machine.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Order, ReadStatus, Status } from '../../contract/order.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, type Answer, type Shop } from './support/shop.ts';

/** The model: written down from what staff expect, not from the table the backend reads. */
type Model = { status: ReadStatus; understood: boolean; ticked: boolean };
type Verb =
  | 'accept'
  | 'reject'
  | 'ready'
  | 'recall'
  | 'collect'
  | 'cancel'
  | 'understood'
  | 'tick'
  | 'stop-bell';
type Outcome = 'done' | 'already' | 'conflict';

function step(model: Model, verb: Verb): { outcome: Outcome; model: Model } {
  const { status } = model;
  const to = (next: Status): { outcome: Outcome; model: Model } => ({
    outcome: 'done',
    model: { ...model, status: next },
  });
  const stays = (outcome: Outcome) => ({ outcome, model });
  switch (verb) {
    case 'accept':
      return status === 'new' ? to('accepted') : stays(status === 'accepted' ? 'already' : 'conflict');
    case 'reject':
      return status === 'new' ? to('rejected') : stays(status === 'rejected' ? 'already' : 'conflict');
    case 'ready':
      if (status === 'new' || status === 'accepted') return to('ready');
      return stays(status === 'ready' ? 'already' : 'conflict');
    case 'recall':
      if (status === 'ready' || status === 'collected') return to('accepted');
      return stays(status === 'accepted' ? 'already' : 'conflict');
    case 'collect':
      return status === 'ready' ? to('collected') : stays(status === 'collected' ? 'already' : 'conflict');
    case 'cancel':
      if (status === 'new') return to('cancelled');
      if (status === 'accepted' || status === 'ready')
        return { outcome: 'done', model: { ...model, status: 'cancelled', understood: false } };
      return stays(status === 'cancelled' ? 'already' : 'conflict');
    case 'understood':
      return model.understood ? stays('already') : { outcome: 'done', model: { ...model, understood: true } };
    case 'tick':
      if (model.ticked) return stays('already');
      return ['new', 'accepted', 'ready'].includes(status)
        ? { outcome: 'done', model: { ...model, ticked: true } }
        : stays('conflict');
    case 'stop-bell':
      return stays(status === 'new' ? 'done' : 'already');
    default:
      return verb satisfies never;
  }
}

const verbs: Verb[] = [
  'accept',
  'reject',
  'ready',
  'recall',
  'collect',
  'cancel',
  'understood',
  'tick',
  'stop-bell',
];
const oneAfterTheOther = fc.record({
  kind: fc.constant('one' as const),
  verb: fc.constantFrom(...verbs),
  twice: fc.boolean(),
});
const twoAtOnce = fc.record({
  kind: fc.constant('two' as const),
  verb: fc.constantFrom(...verbs),
  other: fc.constantFrom(...verbs),
});
const steps = fc.array(
  fc.oneof({ weight: 4, arbitrary: oneAfterTheOther }, { weight: 1, arbitrary: twoAtOnce }),
  {
    minLength: 1,
    maxLength: 14,
  },
);

onBothDatabases((databases) => {
  let shop: Shop;
  let key = 0;
  let manager: Awaited<ReturnType<Shop['enrol']>>;
  beforeAll(async () => {
    shop = await openShop({
      database: await databases.fresh(),
      // The customer hears nothing during the test, so every recall is in time.
      env: { COUNTERBELL_TELL_SECONDS: '600', COUNTERBELL_RATE_PER_SECOND: '10000' },
    });
    await shop.backend.identity.addPerson({
      restaurant: 'bella',
      name: 'Ada',
      role: 'manager',
      pin: '482615',
    });
    const stepped = await shop.till.post<{ token: string }>('/people/step-in', { pin: '482615' });
    manager = { ...shop.client(stepped.body.token), enrolment: shop.till.enrolment };
  });
  afterAll(() => shop.close());

  const press = (id: string, verb: Verb, as: string) =>
    manager.post<{ order: Order; already: unknown; seq: number }>(
      verb === 'tick' ? `/orders/${id}/items/1/tick` : `/orders/${id}/${verb}`,
      {},
      as,
    );
  const outcomeOf = ({ status, body }: Answer<{ already: unknown }>): Outcome => {
    if (status === 409) return 'conflict';
    expect(status).toBe(200);
    return body.already === null ? 'done' : 'already';
  };
  const stateOf = (order: Order): Model => ({
    status: order.status,
    understood: order.toBeUnderstood === null,
    ticked: order.items[0]?.ticked === true,
  });
  const eventsSince = (seq: number) => shop.events('restaurant:bella', seq);

  test('the backend does what the model does, and writes exactly one event for each thing done', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const { order, seq: placedAt } = await shop.place();
        let model: Model = { status: 'new', understood: true, ticked: false };
        let done = 0;
        for (const one of sequence) {
          const as = `key-${(key += 1)}`;
          if (one.kind === 'one') {
            const expected = step(model, one.verb);
            const answer = await press(order.id, one.verb, as);
            expect(outcomeOf(answer)).toBe(expected.outcome);
            model = expected.model;
            if (expected.outcome === 'done') done += 1;
            expect(stateOf(answer.body.order)).toEqual(model);
            if (one.twice && answer.status === 200) {
              const again = await press(order.id, one.verb, as);
              expect(again.body).toEqual(answer.body);
            }
            continue;
          }
          const [first, second] = await Promise.all([
            press(order.id, one.verb, as),
            press(order.id, one.other, `${as}-other`),
          ]);
          const seen = [outcomeOf(first), outcomeOf(second)];
          const now = stateOf((await shop.till.get<Order>(`/orders/${order.id}`)).body);
          const oneWay = [step(model, one.verb)].map((a) => ({ a, b: step(a.model, one.other) }))[0]!;
          const otherWay = [step(model, one.other)].map((b) => ({ b, a: step(b.model, one.verb) }))[0]!;
          const ways = [
            { outcomes: [oneWay.a.outcome, oneWay.b.outcome], state: oneWay.b.model },
            { outcomes: [otherWay.a.outcome, otherWay.b.outcome], state: otherWay.a.model },
          ];
          expect(ways).toContainEqual({ outcomes: seen, state: now });
          model = now;
          done += seen.filter((outcome) => outcome === 'done').length;
        }
        const events = await eventsSince(placedAt);
        expect(events).toHaveLength(done);
        events.forEach((event, i) => expect(event.seq).toBe(placedAt + 1 + i));
        if (events.length > 0) {
          const last = events.at(-1) as unknown as { order: Order };
          expect(stateOf(last.order)).toEqual(model);
        }
      }),
      { numRuns: 40 },
    );
  });
});

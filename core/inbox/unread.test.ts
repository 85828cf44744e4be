// The promise about the inbox: in the end every device of a person shows the same number, and it is the backend's.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  answered,
  createBrain,
  ledgerOf,
  lost,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { ana, anas, createInboxHouse, notificationId } from '../../tests/support/inbox.ts';
import { askingOf } from '../asks.ts';
import { unreadOf } from '../tray/tray-of.ts';

const device = fc.nat(1);
const which = fc.integer({ min: 1, max: 12 });
const op = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('notify' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('open' as const), device, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('open-all' as const), device, which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), device, last: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), device }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      device,
      how: fc.constantFrom('taken', 'taken', 'answer lost', 'never came', 'failed'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), device, ms: fc.nat(4000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose-place' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('in-again' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), device }) },
);
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

function createEvening() {
  // Fewer than there will be, so that some are known by their number only.
  const house = createInboxHouse({ newest: 4 });
  const announced = [new Map<string, number>(), new Map<string, number>()];
  let made = 0;
  let ids = 0;
  const id = () => `id-${(ids += 1)}`;
  const devices: Brain[] = [0, 1].map(() => createBrain({ ledger: ledgerOf(), id }));

  function stepIn(brain: Brain): void {
    brain.tell({
      kind: 'stepped-in',
      session: session.folder,
      person: ana,
      token: 'token-of-u1',
      streams: [stream, anas],
    });
  }
  for (const brain of devices) stepIn(brain);

  /** How often each was announced, alone or together with others. */
  function look(): void {
    for (const [at, brain] of devices.entries())
      for (const effect of brain.effects()) {
        if (effect.do !== 'toast') continue;
        for (const one of brain.state().announcing.open.get(effect.toast.id) ?? [])
          announced[at]?.set(one, (announced[at]?.get(one) ?? 0) + 1);
      }
  }

  const hear = (brain: Brain, event: Record<string, unknown>): void =>
    void brain.tell({
      kind: 'realtime',
      session: session.folder,
      signal: { kind: 'event', channel: 'private-user-u1', name: String(event.type), data: event },
    });

  function read(brain: Brain): void {
    for (const ask of brain.open('snapshot')) brain.answer(ask, house.snapshot({}, []));
    for (const ask of brain.open('events'))
      if (ask.stream === anas) brain.answer(ask, house.events(ask.after.seq));
      else brain.answer(ask, answered(200, { events: [], head: ask.after }));
  }

  /** Something is missing before what was heard, and the log does not hold it any more. */
  function losePlace(brain: Brain): void {
    hear(brain, {
      ...house.log.at(-1),
      type: 'notification.opened',
      seq: house.log.length + 5,
      id: 'far',
      prev: '?',
    });
    brain.pass(400);
    for (const ask of brain.open('events')) if (ask.stream === anas) brain.answer(ask, answered(410));
  }

  function tell(brain: Brain, how: string): void {
    const [ask] = brain.open('inbox');
    if (ask === undefined) return;
    if (how === 'never came') return brain.answer(ask, lost());
    if (how === 'failed') return brain.answer(ask, answered(503));
    const { token } = askingOf(ask).speaker(ask, { ...brain.state(), session });
    const answer = house.take(askingOf(ask).request(ask, { session, token }, brain.state()));
    brain.answer(ask, how === 'taken' ? answer : lost());
  }

  function act(wanted: Op): void {
    const brain = devices['device' in wanted ? wanted.device : 0]!;
    switch (wanted.do) {
      case 'notify':
        house.notify((made += 1));
        break;
      case 'open':
        brain.intend({ kind: 'open-notification', notification: notificationId(wanted.which) });
        break;
      case 'open-all': {
        const upTo = brain.state().inbox?.notifications[0]?.createdAt;
        if (upTo !== undefined) brain.intend({ kind: 'open-all-notifications', upTo });
        break;
      }
      case 'push':
        for (const event of house.log.slice(-wanted.last - 1)) hear(brain, event);
        break;
      case 'read':
        read(brain);
        break;
      case 'lose-place':
        if (house.log.length > 0) losePlace(brain);
        break;
      case 'tell':
        tell(brain, wanted.how);
        break;
      case 'pass':
        brain.pass(wanted.ms);
        break;
      case 'in-again':
        brain.intend({ kind: 'step-out' });
        stepIn(brain);
        break;
      case 'restart':
        brain.restart();
        stepIn(brain);
        break;
      default:
        wanted satisfies never;
    }
    look();
  }

  /** All is well again, for as long as it takes. */
  function heal(): void {
    for (let i = 0; i < 40; i += 1)
      for (const at of [0, 1]) {
        while (devices[at]!.open('inbox').length > 0) act({ do: 'tell', device: at, how: 'taken' });
        act({ do: 'push', device: at, last: 3 });
        act({ do: 'pass', device: at, ms: 3000 });
        act({ do: 'read', device: at });
      }
  }
  return { house, devices, announced, act, heal };
}

test('whatever is sent, opened, lost, read anew and restarted: both devices count what the backend counts', () => {
  fc.assert(
    fc.property(fc.array(op, { minLength: 5, maxLength: 60 }), (ops) => {
      const { house, devices, announced, act, heal } = createEvening();
      for (const wanted of ops) act(wanted);
      heal();
      for (const brain of devices) {
        expect([...brain.state().ledger.inboxPresses.values()]).toEqual([]);
        expect(unreadOf(brain.state())).toBe(house.unread());
        const shown = brain.state().inbox?.notifications ?? [];
        const truth = new Map(house.all.map((one) => [one.id, one.opened]));
        expect(shown.map(({ id, opened }) => [id, opened])).toEqual(
          shown.map(({ id }) => [id, truth.get(id)]),
        );
      }
      for (const each of announced) expect([...each.values()].filter((times) => times > 1)).toEqual([]);
    }),
    { numRuns: 150, seed: 7 },
  );
});

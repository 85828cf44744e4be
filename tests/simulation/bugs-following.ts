// Defects in following streams: events, snapshots, subscriptions and forged events.
import type * as Events from '../../contract/events.ts';
import type * as Follow from '../../core/streams/follow.ts';
import type * as Receive from '../../core/streams/receive.ts';
import type * as Pages from '../../core/streams/snapshot-pages.ts';
import type { RealtimeClient } from '../../core/ports/realtime.ts';
import { known, mutate, type Bug } from './plant.ts';

const receive = (change: (real: typeof Receive) => Partial<typeof Receive>): (() => void) => {
  return () => mutate('../../core/streams/receive.ts', change);
};

export const followingBugs: readonly Bug[] = [
  {
    name: 'a cursor without prev',
    troubles: ['rewind', 'http-cut'],
    plant: receive((real) => ({
      receive: (last, event) => real.receive(last, last === null ? event : { ...event, prev: last.id }),
    })),
  },
  {
    name: 'a rewound log is ignored',
    troubles: ['rewind'],
    plant: receive((real) => ({
      standing: (last, head) => {
        const stands = real.standing(last, head);
        return stands === 'gone' && last?.epoch === head.epoch ? 'level' : stands;
      },
    })),
  },
  {
    name: 'no hold-back: what comes early is applied early',
    troubles: ['pusher-late', 'pusher-drop'],
    plant: receive((real) => ({
      receive: (last, event) => {
        const verdict = real.receive(last, event);
        return verdict === 'gap' && last !== null ? 'next' : verdict;
      },
    })),
  },
  {
    name: 'no dedupe: what was applied is applied again',
    troubles: ['pusher-double', 'pusher-late'],
    plant: receive((real) => ({
      receive: (last, event) => {
        const verdict = real.receive(last, event);
        return verdict === 'old' && event.epoch === last?.epoch ? 'next' : verdict;
      },
    })),
  },
  {
    name: 'what a subscriber says is an event of the log',
    troubles: ['rogue'],
    plant: () =>
      mutate<typeof Events>('../../contract/events.ts', (real) => ({
        parsePushed: (_name, wire) => real.parseEvent(wire),
      })),
  },
  {
    name: 'a revocation is believed before the backend has said so',
    troubles: ['rogue'],
    plant: () =>
      mutate<typeof Follow>('../../core/streams/follow.ts', (real) => ({
        pushed: (turn, event, handlers) => {
          real.pushed(turn, event, handlers);
          const { device } = event.data as { device?: { id: string } };
          if (event.name === 'device.revoked' && device?.id === turn.state.session?.device.id)
            known(turn, { enrolment: { kind: 'ended', how: 'revoked' } });
        },
      })),
  },
  {
    name: 'the first page of a snapshot is taken for the whole',
    troubles: ['prune', 'http-cut'],
    plant: () =>
      mutate<typeof Pages>('../../core/streams/snapshot-pages.ts', (real) => ({
        collect: (body, before) => real.collect({ ...(body as object), next: null }, before),
      })),
  },
  {
    name: 'an order that changed between two pages stays as it was on the first',
    troubles: ['slow', 'pusher-down', 'prune', 'http-cut'],
    plant: () =>
      mutate<typeof Pages>('../../core/streams/snapshot-pages.ts', (real) => ({
        collect: (body, before) => {
          const { orders = [], ...rest } = body as { orders?: { id: string }[] };
          return real.collect(
            { ...rest, orders: orders.filter(({ id }) => !before?.orders.has(id)) },
            before,
          );
        },
      })),
  },
  {
    name: 'a snapshot before the subscription',
    troubles: ['pusher-codes'],
    bend: (ports) => ({
      ...ports,
      realtime: {
        open: (options) => {
          const claimed = new Set<string>();
          const client: RealtimeClient = ports.realtime.open({
            ...options,
            signal: (signal) => {
              if (signal.kind === 'connected') claimed.clear();
              if (signal.kind === 'subscribed' && claimed.has(signal.channel)) return;
              options.signal(signal);
            },
          });
          return {
            ...client,
            subscribe: (channel) => {
              claimed.add(channel);
              options.signal({ kind: 'subscribed', channel });
              ports.clock.after(2500, () => client.subscribe(channel));
            },
          };
        },
      },
    }),
  },
];

// Defects as somebody might really write them, planted into the core from outside: by replacing one of its modules, or
// by bending a port. Each names what it breaks and the troubles under which it has to show.
import { vi } from 'vitest';
import type * as Events from '../../contract/events.ts';
import type * as Columns from '../../core/orders/columns.ts';
import type * as Due from '../../core/alerts/due.ts';
import type * as Ladder from '../../core/alerts/ladder.ts';
import type * as JournalModule from '../../core/journal/journal.ts';
import type * as LedgerModule from '../../core/kernel/ledger.ts';
import type * as Line from '../../core/journal/line.ts';
import type * as Judge from '../../core/outbox/judge.ts';
import type * as Send from '../../core/outbox/send.ts';
import { beatAnswer } from '../../contract/api.ts';
import { strictly } from '../../contract/tolerant.ts';
import type * as StatusWord from '../../core/health/status-word.ts';
import type * as Answered from '../../core/orders/answered.ts';
import type * as CannotRead from '../../core/followers/book/cannot-read.ts';
import type * as Unreadable from '../../core/orders/unreadable.ts';
import type * as Apply from '../../core/followers/sequenced/apply.ts';
import { want } from '../../core/streams/flow.ts';
import type * as Freshness from '../../core/streams/beat.ts';
import type * as BeatModule from '../../core/followers/sequenced/beat.ts';
import type * as Follow from '../../core/streams/follow.ts';
import type * as Receive from '../../core/streams/receive.ts';
import type * as Pages from '../../core/streams/snapshot-pages.ts';
import type * as Toasts from '../../core/alerts/toasts.ts';
import type { State } from '../../core/assembly.ts';
import type { CreateCounterbell } from '../../core/counterbell.ts';
import { emptyLedger } from '../support/ledger.ts';
import type { Disk } from '../../core/ports/disk.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { RealtimeClient } from '../../core/ports/realtime.ts';
import type { Trouble } from './weather.ts';

export type Bug = {
  name: string;
  troubles: readonly Trouble[];
  /** Replaces a module before the core is imported. */
  plant?: () => void;
  /** Bends what the core is given. */
  bend?: (ports: Ports) => Ports;
};

function mutate<M extends object>(file: string, change: (real: M) => Partial<M>): void {
  vi.doMock(file, async (importOriginal) => {
    const real = await importOriginal<M>();
    return { ...real, ...change(real) };
  });
}

/** As only a slice's own setter may. */
const known = (turn: { readonly state: object }, news: Partial<State>): void =>
  void Object.assign(turn.state, news);
const receive = (change: (real: typeof Receive) => Partial<typeof Receive>): (() => void) => {
  return () => mutate('../../core/streams/receive.ts', change);
};
const withDisk =
  (change: (disk: Disk, ports: Ports) => Partial<Disk>) =>
  (ports: Ports): Ports => ({ ...ports, disk: { ...ports.disk, ...change(ports.disk, ports) } });

export const bugs: readonly Bug[] = [
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
            known(turn, { door: { kind: 'ended', how: 'revoked' } });
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
    troubles: ['slow'],
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
  {
    name: 'an effect before its commit',
    troubles: ['crash', 'torn-crash'],
    bend: withDisk((disk, { clock }) => ({
      append: async (path, bytes) => {
        clock.after(400, () => void disk.append(path, bytes));
        return { ok: true, value: undefined };
      },
    })),
  },
  {
    name: 'a torn tail is accepted',
    troubles: ['torn-crash', 'crash'],
    plant: () =>
      mutate<typeof Line>('../../core/journal/line.ts', (real) => ({
        *linesOf(file) {
          const whole = [...real.linesOf(file)];
          yield* whole;
          const end = whole.at(-1)?.end ?? 0;
          if (end < file.length) yield { line: file.subarray(end), end: file.length };
        },
        readLine: async (line, ...rest) =>
          (await real.readLine(line, ...rest)) ?? {
            entries: JSON.parse(new TextDecoder().decode(line.subarray(8))),
          },
      })),
  },
  {
    name: 'an empty ledger replaces a journal that was opened on a full disk',
    troubles: ['disk-full', 'torn-crash', 'crash'],
    plant: () =>
      mutate<typeof JournalModule>('../../core/journal/journal.ts', (real) => ({
        openJournal: async (...opening) => {
          const opened = await real.openJournal(...opening);
          if (opened.ok && !opened.value.journal.isWritten())
            await opened.value.journal.append([], emptyLedger);
          return opened;
        },
      })),
  },
  {
    name: 'alert marks are lost when the journal is compacted',
    troubles: ['crash'],
    plant: () =>
      mutate<typeof LedgerModule>('../../core/kernel/ledger.ts', (real) => ({
        putsOf: (...whole) => real.putsOf(...whole).filter(({ slice }) => slice !== 'alerts'),
      })),
  },
  {
    name: 'unsent commands are lost when the journal is compacted',
    troubles: ['crash', 'http-cut'],
    plant: () =>
      mutate<typeof LedgerModule>('../../core/kernel/ledger.ts', (real) => ({
        putsOf: (...whole) => real.putsOf(...whole).filter(({ slice }) => slice !== 'outbox'),
      })),
  },
  {
    name: 'what a newer version wrote is lost when the journal is compacted',
    troubles: ['taken-back'],
    plant: () =>
      mutate<typeof Line>('../../core/journal/line.ts', (real) => ({
        writeLine: (puts, secrets, rows) => real.writeLine(puts, secrets, rows),
      })),
  },
  {
    name: 'the cursor is journaled without its orders',
    troubles: ['crash', 'torn-crash'],
    plant: () =>
      mutate<typeof Line>('../../core/journal/line.ts', (real) => ({
        writeLine: (puts, ...rest) =>
          real.writeLine(
            puts.filter(({ slice, value }) => slice !== 'orders' || value === null),
            ...rest,
          ),
      })),
  },
  {
    name: 'a snooze without end',
    troubles: [],
    plant: () =>
      mutate<typeof Columns>('../../core/orders/columns.ts', (real) => ({
        isUnheard: (order, now) => real.waitsForAnswer(order, now) && order.snoozedUntil === null,
      })),
  },
  {
    name: 'the bell gives up after four rings',
    troubles: [],
    plant: () =>
      mutate<typeof Ladder>('../../core/alerts/ladder.ts', (real) => ({
        climb: (before, unheard, now, steps) => {
          const climbed = real.climb(before, unheard, now, steps);
          const { ringing } = climbed;
          const rung = ringing === null ? 0 : now - ringing.since;
          return rung >= 50_000 ? { ...climbed, ring: null, at: null } : climbed;
        },
      })),
  },
  {
    name: 'a scheduled order stays quiet when it is due',
    troubles: [],
    plant: () =>
      mutate<typeof Due>('../../core/alerts/due.ts', (real) => ({
        uncovered: (orders, marks, now) =>
          real.uncovered(orders, marks, now).filter((wanted) => wanted.kind !== 'due'),
        wantedBy: (order, now) => {
          const wanted = real.wantedBy(order, now);
          return wanted?.kind === 'due' ? null : wanted;
        },
      })),
  },
  {
    name: 'nobody is told that an accepted order was cancelled',
    troubles: [],
    plant: () =>
      mutate<typeof Due>('../../core/alerts/due.ts', (real) => ({
        uncovered: (orders, marks, now) =>
          real.uncovered(orders, marks, now).filter((wanted) => wanted.kind !== 'cancelled'),
      })),
  },
  {
    name: 'a grouped alert forgets one',
    troubles: ['whole-cut', 'crash'],
    plant: () =>
      mutate<typeof Toasts>('../../core/alerts/toasts.ts', (real) => ({
        groupToast: (id, orders, ...rest) => real.groupToast(id, orders.slice(0, -1), ...rest),
      })),
  },
  {
    name: 'a new Idempotency-Key for every attempt',
    troubles: ['lossy', 'http-stall'],
    bend: (ports) => ({
      ...ports,
      backend: {
        ...ports.backend,
        exchange: (target, request) =>
          ports.backend.exchange(
            target,
            request.idempotencyKey === undefined
              ? request
              : { ...request, idempotencyKey: ports.chance.id() },
          ),
      },
    }),
  },
  {
    name: 'undo removes what may have been sent',
    troubles: ['slow', 'lossy'],
    plant: () =>
      mutate<typeof Send>('../../core/outbox/send.ts', (real) => ({
        sendOutbox: (turn, knows) => {
          real.sendOutbox(turn, knows);
          known(turn, { sending: { ...turn.state.sending, handed: new Set() } });
        },
      })),
  },
  {
    name: 'a 401 drops what was to be sent',
    troubles: ['backend-forgetful'],
    plant: () =>
      mutate<typeof Judge>('../../core/outbox/judge.ts', (real) => ({
        judge: (answer) => (answer.kind === 'answer' && answer.status === 401 ? 'taken' : real.judge(answer)),
      })),
  },
  {
    name: 'a time-out counts as sent',
    troubles: ['http-stall', 'http-cut'],
    plant: () =>
      mutate<typeof Judge>('../../core/outbox/judge.ts', (real) => ({
        judge: (answer) => (answer.kind === 'failure' ? 'taken' : real.judge(answer)),
      })),
  },
  {
    name: 'a conflict is swallowed',
    troubles: [],
    plant: () =>
      mutate<typeof Judge>('../../core/outbox/judge.ts', (real) => ({
        judge: (answer) => {
          const judged = real.judge(answer);
          return judged === 'refused' ? 'taken' : judged;
        },
      })),
  },
  {
    name: 'a wipe that forgets a file',
    troubles: ['revoke'],
    bend: withDisk((disk) => ({
      remove: async (path) => {
        const names = await disk.list(path);
        for (const name of names.ok ? names.value : [])
          if (name !== 'journal') await disk.remove(`${path}/${name}`);
        return { ok: true, value: undefined };
      },
    })),
  },
  {
    name: 'who steps out is still listened to',
    troubles: [],
    bend: (ports) => ({
      ...ports,
      realtime: {
        open: (options) => ({ ...ports.realtime.open(options), unsubscribe: () => undefined }),
      },
    }),
  },
  {
    name: 'live without a beat',
    troubles: ['http-cut', 'half-open', 'whole-cut', 'pusher-drop'],
    plant: () =>
      mutate<typeof Freshness>('../../core/streams/beat.ts', () => ({ liveForMs: 3_600_000 as 14_000 })),
  },
  {
    name: 'the heads that a beat names are believed to be here',
    troubles: ['half-open', 'pusher-drop'],
    plant: () =>
      mutate<typeof BeatModule>('../../core/followers/sequenced/beat.ts', () => ({
        followHeads: (turn) => {
          const { beat } = turn.state;
          if (beat.goal === null) return;
          const coveredAt = Math.max(beat.coveredAt ?? 0, beat.goal.sentAt);
          known(turn, { beat: { ...beat, goal: null, coveredAt } });
        },
      })),
  },
  {
    name: 'an unknown field refuses the answer',
    troubles: ['newer-backend'],
    bend: (ports) => ({
      ...ports,
      backend: {
        ...ports.backend,
        exchange: async (target, request) => {
          const answer = await ports.backend.exchange(target, request);
          if (request.path !== '/beat' || answer.kind === 'failure' || answer.status !== 200) return answer;
          return strictly(beatAnswer).safeParse(answer.body).success ? answer : { ...answer, body: null };
        },
      },
    }),
  },
  {
    name: 'orders of a snapshot that cannot be read are dropped',
    troubles: ['unreadable-orders', 'crash', 'prune', 'http-cut'],
    plant: () =>
      mutate<typeof CannotRead>('../../core/followers/book/cannot-read.ts', (real) => ({
        cannotRead: (turn, read, stored) =>
          stored === undefined ? { kept: [], changes: [] } : real.cannotRead(turn, read, stored),
      })),
  },
  {
    name: 'an event that cannot be read is fetched in a hot loop',
    troubles: ['unreadable-orders'],
    plant: () =>
      mutate<typeof Apply>('../../core/followers/sequenced/apply.ts', (real) => ({
        applyEvents: (turn, stream, events) => {
          const at = events.findIndex((event) => 'unreadable' in event);
          real.applyEvents(turn, stream, at < 0 ? events : events.slice(0, at));
          if (at >= 0) want(turn, stream, 'events');
        },
      })),
  },
  {
    name: 'an order with an unknown status is silent',
    troubles: ['newer-backend'],
    plant: () =>
      mutate<typeof Columns>('../../core/orders/columns.ts', (real) => ({
        isUnanswered: (order) => order.status === 'new' && real.isUnanswered(order),
        waitsForAnswer: (order, now) => order.status === 'new' && real.waitsForAnswer(order, now),
        isUnheard: (order, now) => order.status === 'new' && real.isUnheard(order, now),
      })),
  },
  {
    name: 'live although an open order cannot be read',
    troubles: ['unreadable-orders'],
    plant: () =>
      mutate<typeof Unreadable>('../../core/orders/unreadable.ts', () => ({ isOpenUnreadable: () => false })),
  },
  {
    name: 'a console that needs an update tells the backend that it hears nothing',
    troubles: ['unreadable-orders'],
    plant: () =>
      mutate<typeof StatusWord>('../../core/health/status-word.ts', () => ({
        hearsEverything: (word) => word === 'live',
      })),
  },
  {
    name: 'what was pressed on an order that cannot be read is forgotten with the press',
    troubles: ['unreadable-orders'],
    plant: () => mutate<typeof Answered>('../../core/orders/answered.ts', () => ({ answerBy: () => null })),
  },
];

/** The core with that bug in it; everything imported anew. */
export async function planted({ plant, bend }: Bug): Promise<CreateCounterbell> {
  vi.resetModules();
  plant?.();
  const { createCounterbell } = await import('../../core/counterbell.ts');
  return bend === undefined ? createCounterbell : (ports, setup) => createCounterbell(bend(ports), setup);
}

export function unplant(): void {
  vi.resetModules();
  for (const file of [
    'alerts/due',
    'alerts/ladder',
    'journal/journal',
    'journal/ledger',
    'health/status-word',
    'journal/line',
    'orders/answered',
    'orders/cannot-read',
    'orders/columns',
    'orders/unreadable',
    'outbox/judge',
    'outbox/send',
    'streams/apply',
    'streams/beat',
    'streams/follow',
    'streams/receive',
    'streams/snapshot-pages',
    'text/toasts',
  ])
    vi.doUnmock(`../../core/${file}.ts`);
  vi.doUnmock('../../contract/events.ts');
}

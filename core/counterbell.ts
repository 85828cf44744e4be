// The console's brain behind its ports: intents go in, views come out.
import type { IpcAnswer, Request } from '../contract/ipc.ts';
import type { Order } from '../contract/order.ts';
import type { Policy } from '../contract/policy.ts';
import type { Notice, View, ViewDelta } from '../contract/view.ts';
import { createErrands } from './flow/errands.ts';
import { createLoop, type Loop } from './flow/loop.ts';
import { createPerformer } from './flow/perform.ts';
import { initialState } from './flow/state.ts';
import type { Ports } from './ports/ports.ts';
import { createQueries, type Queries } from './queries/perform.ts';
import { isOnFound, withFound } from './queries/press-on-found.ts';
import { looksTheSame, trayOf, traySight, type TraySight } from './tray/tray-of.ts';
import { createFeed } from './view/feed.ts';

export type Intent =
  /** `found`: the order itself, where the book may not have it. */
  | ({ kind: 'command'; found?: Order | undefined } & Request<'order.command'>)
  | ({ kind: 'undo' } & Request<'order.undo'>)
  | { kind: 'handled'; order: string }
  | { kind: 'dismiss-refused'; order: string }
  | { kind: 'stop-bell' }
  | { kind: 'try-now' }
  | { kind: 'enrol'; url: string; code: string }
  | ({ kind: 'leave' } & Request<'device.leave'>)
  | { kind: 'step-in'; who: Request<'person.step-in'> }
  | { kind: 'step-out' }
  | { kind: 'change-settings'; change: Request<'settings.change'> }
  | { kind: 'dismiss-notice'; id: string };

export type Setup = {
  /** As read from the machine: absent, valid, or refused as a whole with the reason. */
  policy:
    | { kind: 'none' }
    /** `unknown`: what it says to newer consoles only. */
    | { kind: 'valid'; policy: Policy; source: string; unknown?: readonly string[] }
    | { kind: 'refused'; source: string; why: string };
  /** The machine's name, shown to managers in the list of devices. */
  machineName: string;
  /** What the computer speaks, the preferred one first; without it, English. */
  languages?: readonly string[];
};

export type Counterbell = {
  /** Reads the disk, shows what it knows, then goes after the backend. Resolves when the disk is read. */
  start(): Promise<void>;
  /** Finishes what is being written; no effect comes after. */
  stop(): Promise<void>;
  handle(intent: Intent): Promise<IpcAnswer<{ command?: string }>>;
  /** Questions for the backend: answered, shown and forgotten. */
  queries: Pick<Queries, 'ask' | 'cancel'>;
  /** Something beside the orders that the person at the screen must know. */
  notice(code: Notice['code'], detail: string): void;
  view(): View;
  subscribe(listener: (delta: ViewDelta) => void): () => void;
};

export type CreateCounterbell = (ports: Ports, setup: Setup) => Counterbell;

export const createCounterbell: CreateCounterbell = (ports, setup) => {
  const policy = setup.policy.kind === 'valid' ? setup.policy.policy : null;
  const now = { wall: ports.clock.now(), mono: ports.clock.monotonic() };
  const first = initialState(policy, now, setup.languages);
  const loop: Loop = createLoop(ports, first, {
    perform: (effect) => perform(effect),
    show: () => show(),
  });
  const errands = createErrands(ports, setup, loop);
  const perform = createPerformer(ports, () => loop, errands);
  const queries = createQueries(ports, () => loop.state());
  const backendNow = () => ports.clock.now() + loop.state().skewMs;
  const feed = createFeed(() => ({ state: loop.state(), now: backendNow() }));

  let drawn: TraySight | null = null;
  function show(): void {
    queries.review();
    feed.refresh();
    const sight = traySight(loop.state(), backendNow());
    if (drawn !== null && looksTheSame(sight, drawn)) return;
    drawn = sight;
    ports.tray.render(trayOf(sight));
  }

  return {
    async start() {
      ports.notifier.onClick((toast) => void loop.dispatch({ kind: 'clicked', toast }));
      ports.tray.onChoose((choice) => void loop.dispatch({ kind: 'chosen', choice }));
      ports.power.onSignal((signal) => void loop.dispatch({ kind: 'power', signal }));
      ports.windows.onState((state) => {
        if (state === 'none') queries.cancelAll();
        void loop.dispatch({ kind: 'window', state });
      });
      await errands.begin();
    },
    stop: () => loop.stop(),
    queries,
    async handle(wanted) {
      if (wanted.kind === 'enrol') return errands.enrolAtScreen(wanted);
      if (wanted.kind === 'step-in') return errands.stepIn(wanted.who);
      const intent = isOnFound(wanted, loop.state().ledger) ? await withFound(queries, wanted) : wanted;
      if ('ok' in intent) return intent;
      const answer = await loop.dispatch({ kind: 'intent', intent });
      // Who was told that this device has left must not find it back after a crash.
      if (intent.kind === 'leave') await errands.wiped();
      return answer ?? { ok: false, error: { code: 'internal', message: 'The console is closing.' } };
    },
    notice: (code, detail) => void loop.dispatch({ kind: 'notice', code, detail }),
    view: () => feed.view(),
    subscribe: (listener) => feed.subscribe(listener),
  };
};

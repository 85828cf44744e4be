// Makes the console's brain behind its ports: intents go in, views come out.
import type { PusherAddress } from '../contract/api.ts';
import type { NotificationShown } from '../contract/ipc.ts';
import type { Notice, View, ViewDelta } from '../contract/view.ts';
import { testToastId, tryNotification } from './alerts/try-notification.ts';
import { brainOf, initialState, rows, type Effect, type Input, type State } from './assembly.ts';
import { createBellDeeds, type BellDeeds } from './devices/bell.ts';
import { createDeviceDeeds, type DeviceDeeds } from './devices/deeds.ts';
import { sayFarewell, type Ending } from './devices/farewell.ts';
import { createPhoneDeeds, type PhoneDeeds } from './devices/phones.ts';
import { orderSystemOf, type OrderSystem } from './diagnosis/order-system.ts';
import { contextOf, type Context } from './enrolment/context.ts';
import { enrolAtScreen } from './enrolment/enrol.ts';
import { policyOf, type Setup } from './enrolment/setup.ts';
import { start } from './enrolment/start.ts';
import { stepIn } from './enrolment/step-in.ts';
import { createExitCodes } from './leaving/exit-code.ts';
import { createLoop, type Loop } from './kernel/loop.ts';
import { createPerformer } from './perform.ts';
import type { Ports } from './ports/ports.ts';
import { createQueries, type Queries } from './queries/perform.ts';
import { isOnFound, withFound } from './queries/press-on-found.ts';
import type { Intent } from './rules/intent.ts';
import type { Answer } from './screen/answer.ts';
import { looksTheSame, trayOf, trayFacts, type TrayFacts } from './tray/tray-of.ts';
import { createFeed } from './view/feed.ts';

export type { Ending, Intent, Setup };

export type Counterbell = {
  /** Reads the disk, shows what it knows, then goes after the backend. Resolves when the disk is read. */
  start(): Promise<void>;
  /** Finishes what is being written; no effect comes after. */
  stop(): Promise<void>;
  handle(intent: Intent): Promise<Answer>;
  /** Questions for the backend: answered, shown and forgotten. */
  queries: Pick<Queries, 'ask' | 'cancel'>;
  devices: DeviceDeeds;
  phones: PhoneDeeds;
  bell: BellDeeds;
  /** Shows a notification that is about nothing, and says how it was shown. */
  tryNotification(): Promise<NotificationShown>;
  /** Something beside the orders that the person at the screen must know. */
  notice(code: Notice['code'], detail: string): void;
  /** Whether this code leads out of the kiosk; nothing else comes of it. */
  isExitCode(code: string): Promise<Answer>;
  /** Resolves within a second, whatever came of it. */
  farewell(ending: Ending): Promise<void>;
  /** The start before this one did not end by itself, and was last alive then. */
  wasAway(since: number): void;
  /** Whether the desktop shows a tray. */
  trayIs(there: boolean): void;
  /** The order system as a self-test asks it; null: not enrolled. */
  orderSystem(): OrderSystem | null;
  /** The tokens that it holds, for a last look at what is about to leave the console. */
  secrets(): string[];
  /** Where the order system and Pusher are; null: not enrolled. */
  reaches(): { url: string; pusher: PusherAddress } | null;
  view(): View;
  subscribe(listener: (delta: ViewDelta) => void): () => void;
};

export type CreateCounterbell = (ports: Ports, setup: Setup) => Counterbell;

export const createCounterbell: CreateCounterbell = (ports, setup) => {
  const now = { wall: ports.clock.now(), mono: ports.clock.monotonic() };
  const first = initialState(policyOf(setup), now, setup.languages, setup.software ?? null);
  const loop: Loop<State, Input, Answer> = createLoop<State, Input, Effect, Answer>(ports, brainOf(first), {
    perform: (effect) => perform(effect),
    show: () => show(),
  });
  const context: Context = contextOf(ports, setup, rows, loop);
  const exitCodes = createExitCodes(ports, policyOf(setup)?.kiosk?.exitCode ?? null);
  const perform = createPerformer(ports, loop, context, exitCodes);
  const queries = createQueries(ports, () => loop.state());
  const devices = createDeviceDeeds(ports.backend, () => loop.state());
  const phones = createPhoneDeeds(ports.backend, () => loop.state());
  const bell = createBellDeeds(ports.bell, () => loop.state(), {
    rang: (rung) => loop.dispatch({ kind: 'rang', rung, orders: [] }),
  });
  const backendNow = () => ports.clock.now() + loop.state().skewMs;
  const feed = createFeed(() => ({ state: loop.state(), now: backendNow() }));

  let drawn: TrayFacts | null = null;
  function show(): void {
    queries.review();
    feed.refresh();
    const facts = trayFacts(loop.state(), backendNow());
    if (drawn !== null && looksTheSame(facts, drawn)) return;
    if ((facts.unread ?? 0) !== (drawn?.unread ?? 0)) ports.badge.show(facts.unread ?? 0);
    drawn = facts;
    ports.tray.render(trayOf(facts));
  }

  const isExitCode = async (code: string): Promise<Answer> => {
    const answer = await exitCodes.isRight(code);
    return answer.ok ? { ok: true, value: {} } : answer;
  };

  async function liftKiosk(code: string): Promise<Answer> {
    const answer = await isExitCode(code);
    ports.log.info('kiosk.code', { right: answer.ok });
    if (answer.ok) await loop.dispatch({ kind: 'kiosk-lifted' });
    return answer;
  }

  /** One that is chosen is there before the kiosk is, or nobody would come out again. */
  async function chooseExitCode(code: string): Promise<Answer | null> {
    if (loop.state().kiosk || !(await exitCodes.choose(code)))
      return { ok: false, error: { code: 'not-allowed', message: 'The exit code was not kept.' } };
    await loop.dispatch({ kind: 'exit-code', is: 'own' });
    return null;
  }

  return {
    async start() {
      ports.notifier.onPress((toast, button) => void loop.dispatch({ kind: 'clicked', toast, button }));
      ports.notifier.onShowing((showing) => void loop.dispatch({ kind: 'showing', showing }));
      ports.tray.onChoose((choice) => void loop.dispatch({ kind: 'chosen', choice }));
      ports.bell.onOutputs(() => void loop.dispatch({ kind: 'outputs-changed' }));
      ports.power.onSignal((signal) => void loop.dispatch({ kind: 'power', signal }));
      ports.windows.onState((state) => {
        if (state === 'none') queries.cancelAll();
        void loop.dispatch({ kind: 'window', state });
      });
      await start(context);
    },
    stop: () => loop.stop(),
    queries,
    devices,
    phones,
    bell,
    async handle(wanted) {
      if (wanted.kind === 'enrol') return enrolAtScreen(context, wanted);
      if (wanted.kind === 'step-in') return stepIn(context, wanted.who);
      if (wanted.kind === 'lift-kiosk') return liftKiosk(wanted.code);
      if (wanted.kind === 'enter-kiosk' && wanted.code !== null) {
        const refused = await chooseExitCode(wanted.code);
        if (refused !== null) return refused;
      }
      const intent = isOnFound(wanted, loop.state().ledger) ? await withFound(queries, wanted) : wanted;
      if ('ok' in intent) return intent;
      const answer = await loop.dispatch({ kind: 'intent', intent });
      // Who was told that this device has left must not find it back after a crash.
      if (intent.kind === 'leave') await context.wiping;
      return answer ?? { ok: false, error: { code: 'internal', message: 'The console is closing.' } };
    },
    tryNotification: () =>
      tryNotification({
        notifier: ports.notifier,
        state: () => loop.state(),
        tell: (outcome) => loop.dispatch({ kind: 'toasted', toast: testToastId, outcome }),
      }),
    isExitCode,
    farewell: (ending) => sayFarewell(ports.backend, loop.state(), ending, ports.clock.now()),
    notice: (code, detail) => void loop.dispatch({ kind: 'notice', code, detail }),
    wasAway: (since) => void loop.dispatch({ kind: 'was-away', since }),
    trayIs: (there) => void loop.dispatch({ kind: 'tray', there }),
    orderSystem() {
      const { session } = loop.state();
      return session === null ? null : orderSystemOf(ports.backend, session);
    },
    secrets() {
      const { session, person } = loop.state();
      return [session?.token, session?.leaveTicket, person?.token].filter((one) => one != null);
    },
    reaches() {
      const { session } = loop.state();
      return session === null ? null : { url: session.url, pusher: session.pusher };
    },
    view: () => feed.view(),
    subscribe: (listener) => feed.subscribe(listener),
  };
};

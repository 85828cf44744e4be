// Two weeks of a busy restaurant in fast motion through the brain alone: how many events it takes in a second, and
// whether its memory grows once as many orders are forgotten as come.
import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Restaurant } from '../../../contract/restaurant.ts';
import type { BackendAnswer } from '../../../core/ports/backend.ts';
import type { RealtimeSignal } from '../../../core/ports/realtime.ts';
import { createCounterbell } from '../../../core/counterbell.ts';
import { Timeline } from '../../simulation/clock.ts';
import { orderNumbered } from './order.ts';
import { noProgram, stillWindow } from '../../support/no-program.ts';

/** 2,000 orders of four events each in a day. */
const eventEveryMs = 86_400_000 / 8000;
const stream = 'restaurant:demo';
const epoch = 'epoch-1';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const heapMb = (): number => {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

export async function steadyDays({ from, to }: { from: number; to: number }) {
  const time = new Timeline();
  let head: { seq: number; id: string | null } = { seq: 0, id: null };
  let signal: (signal: RealtimeSignal) => void = () => undefined;
  const restaurant: Restaurant = {
    id: 'demo',
    name: 'Demo',
    timeZone: 'UTC',
    currency: 'EUR',
    openingHours: null,
    prepMinutes: 20,
    rejectReasons: ['Sold out'],
    autoAccept: [],
    pause: null,
    escalation: { afterSeconds: 180, webhook: null },
    accepting: true,
  };
  const answer = (body: unknown): BackendAnswer => ({
    kind: 'answer',
    status: 200,
    body,
    retryAfterMs: null,
  });
  const nothing = { ok: true, value: undefined } as const;

  const counterbell = createCounterbell(
    {
      clock: { now: () => time.wall(), monotonic: () => time.now, after: (ms, run) => time.after(ms, run) },
      chance: { fraction: () => 0.5, id: () => randomUUID() },
      log: { debug() {}, info() {}, warn() {}, error: (event, fields) => console.error(event, fields) },
      disk: {
        read: async () => ({ ok: false, failure: { kind: 'missing', message: 'nothing is kept' } }),
        append: async () => nothing,
        replace: async () => nothing,
        truncate: async () => nothing,
        rename: async () => nothing,
        list: async () => ({ ok: true, value: [] }),
        remove: async () => nothing,
      },
      secrets: { durable: async () => true, seal: async (plain) => plain, open: async (sealed) => sealed },
      settings: {
        read: async () => ({ installId: 'install-bench', raw: null, repair: null, notKept: null }),
        write: async () => ({ ok: true, message: null }),
      },
      backend: {
        async exchange(_target, { path }) {
          const now = new Date(time.wall()).toISOString();
          const heads = { [stream]: { epoch, ...head } };
          if (path === '/enrol')
            return answer({
              token: 'x'.repeat(40),
              device: { id: 'device-1', name: 'Counter' },
              restaurant,
              pusher: { key: 'key', host: '127.0.0.1', port: 1, tls: false },
              channels: {
                restaurant: 'private-restaurant-:id',
                user: 'private-user-:id',
                order: 'private-order-:id',
                global: 'global',
              },
              streams: [stream],
            });
          if (path === '/beat') return answer({ now, heads });
          if (path.startsWith('/snapshot')) return answer({ now, heads, restaurant, orders: [] });
          if (path.startsWith('/streams/')) return answer({ events: [], head: { epoch, ...head } });
          return answer({});
        },
        dropConnections() {},
      },
      realtime: {
        open: (options) => {
          signal = options.signal;
          return {
            connect: () => void time.after(1, () => signal({ kind: 'connected', socketId: '1.1' })),
            disconnect() {},
            check() {},
            subscribe: (channel) => void time.after(1, () => signal({ kind: 'subscribed', channel })),
            unsubscribe() {},
            signIn() {},
            close() {},
          };
        },
      },
      notifier: { show: async () => ({ kind: 'shown' }), withdraw() {}, onPress() {}, onShowing() {} },
      bell: {
        ring: async () => ({ kind: 'played', away: false }),
        silence() {},
        look: async () => ({ kind: 'played', away: false }),
        outputs: async () => [],
        onOutputs() {},
      },
      tray: { render() {}, onChoose() {} },
      windows: { show() {}, state: () => 'none', onState() {}, flash() {}, ...stillWindow },
      ...noProgram,
      badge: { show() {} },
      power: { onSignal() {}, keepAwake() {} },
      autostart: { set: async () => ({ ok: true, message: null }), get: async () => false },
    },
    {
      machineName: 'bench',
      policy: {
        kind: 'valid',
        source: 'bench',
        policy: { backend: { url: 'http://127.0.0.1' }, enrolment: { code: 'BENCH' } },
      },
    },
  );
  await counterbell.start();
  await time.runUntil(30_000);
  if (counterbell.view().status.word !== 'live')
    throw new Error(`The brain should be live and is ${counterbell.view().status.word}.`);

  const steps = [
    ['order.new', 'new'],
    ['order.updated', 'accepted'],
    ['order.ready', 'ready'],
    ['order.updated', 'collected'],
  ] as const;
  let order = orderNumbered(0, time.wall());
  const began = performance.now();
  let heapBefore = 0;
  for (let n = 0; n < to; n += 1) {
    const [type, status] = steps[n % 4] ?? steps[0];
    const at = new Date(time.wall()).toISOString();
    if (status === 'new') order = orderNumbered(n % 10_000, time.wall());
    else
      order = {
        ...order,
        status,
        acts: [
          ...order.acts,
          {
            what: status === 'ready' ? 'ready' : status === 'accepted' ? 'accept' : 'collect',
            at,
            by: { kind: 'device', name: 'Kitchen' },
          },
        ],
      };
    const prev = head.id;
    head = { seq: n + 1, id: randomUUID() };
    // As it comes from a socket: text of its own, which nobody else holds.
    const data: unknown = JSON.parse(
      JSON.stringify({ stream, epoch, seq: head.seq, prev, id: head.id, type, at, message: 'told', order }),
    );
    signal({ kind: 'event', channel: 'private-restaurant-demo', name: type, data });
    await time.runUntil(time.now + eventEveryMs);
    if (n + 1 === from) heapBefore = heapMb();
  }
  const tookMs = performance.now() - began;
  const heapGrowthMb = heapMb() - heapBefore;
  const { caughtUpTo, word } = counterbell.view().status;
  if (caughtUpTo !== to || word !== 'live')
    throw new Error(`Only ${caughtUpTo} events arrived; it is ${word}.`);
  await counterbell.stop();
  return { eventsPerSecond: to / (tookMs / 1000), heapGrowthMb };
}

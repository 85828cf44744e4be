// The rules of one console, turned by hand: an input goes in, effects are read off, and time is a number.
import { defaultChannels } from '../../contract/streams.ts';
import type { Order, Verb } from '../../contract/order.ts';
import type { Intent } from '../../core/counterbell.ts';
import { begin, initialState, step, type Effect, type Input, type State } from '../../core/assembly.ts';
import type { Moment } from '../../core/kernel/turn.ts';
import { askingOf, type Ask } from '../../core/asks.ts';
import type { BackendAnswer } from '../../core/ports/backend.ts';
import type { Rung } from '../../core/ports/bell.ts';
import type { Answer } from '../../core/screen/answer.ts';
import type { Session } from '../../core/session/session.ts';
import { emptyLedger, withPuts, type Ledger, type Put } from './ledger.ts';
import { plainOrder } from './plain-order.ts';

export const noon = Date.parse('2026-01-01T12:00:00.000Z');
export const iso = (ms: number): string => new Date(ms).toISOString();
export const stream = 'restaurant:r1';
export const channel = 'private-restaurant-r1';

export const session: Session = {
  folder: 'f1',
  token: 'token-of-the-device',
  leaveTicket: 'ticket-for-leaving',
  url: 'https://backend.example',
  fingerprint: null,
  device: { id: 'd1', name: 'Counter' },
  restaurantId: 'r1',
  pusher: { key: 'k', host: '', port: 443, tls: true },
  channels: defaultChannels,
  streams: [stream],
  existing: null,
};

export const orderId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Placed at noon, to be heard at once. */
export const orderNo = (n: number, over: Partial<Order> = {}): Order =>
  plainOrder({ id: orderId(n), number: String(n), placedAt: iso(noon), ringAt: iso(noon), ...over });

export const ledgerOf = (...orders: Order[]): Ledger => ({
  ...emptyLedger,
  cursors: new Map([[stream, { epoch: 'e1', seq: 1, id: 'e1-1' }]]),
  orders: new Map(orders.map((order) => [order.id, order])),
});

export const answered = (
  status: number,
  body: unknown = {},
  retryAfterMs: number | null = null,
): BackendAnswer => ({ kind: 'answer', status, body, retryAfterMs });
export const refusal = (status: number, code: string, detail: string): BackendAnswer =>
  answered(status, { type: 'about:blank', title: code, status, code, detail });
export const lost = (sent = true): BackendAnswer => ({
  kind: 'failure',
  why: 'timeout',
  sent,
  message: 'no answer in time',
});

/** What became of a sound. */
export const rungAs = (heard: boolean): Rung =>
  heard ? { kind: 'played', away: false } : { kind: 'unheard', why: 'failed' };

type Of<F extends Ask['for']> = Ask & { for: F };

export type Brain = {
  state(): State;
  now(): Moment;
  /** By the backend's clock and by this one. */
  set(at: Partial<Moment>): void;
  tell(input: Input): Answer | null;
  /** What it came to know in a way that is not what the test is about. */
  know(news: Partial<State>): void;
  intend(intent: Intent): Answer;
  press(order: number, verb: Verb): string;
  /** Lets so much time pass; the rules are read whenever they wanted to be. */
  pass(ms: number): void;
  /** Everything that was to be done since this was asked last. */
  effects(): Effect[];
  /** What was asked and is not answered yet, oldest first. */
  open<F extends Ask['for']>(what: F): Of<F>[];
  answer(ask: Ask | undefined, answer: BackendAnswer): void;
  /** The same disk in a new process: what was under way is never answered. */
  restart(): void;
};

export type BrainOptions = {
  at?: Moment;
  ledger?: Ledger;
  session?: Session | null;
  state?: Partial<State>;
  fraction?: () => number;
  /** For several lives of one console: no id is made twice. */
  id?: () => string;
};

/** However soon the rules want to be read again, as in the real loop. */
const restMs = 5;

export function createBrain(options: BrainOptions = {}): Brain {
  const { ledger = ledgerOf(), fraction = () => 0.5 } = options;
  const who = options.session === undefined ? session : options.session;
  let at: Moment = options.at ?? { wall: noon, mono: 1000 };
  let ids = 0;
  const chance = { fraction, id: options.id ?? (() => `id-${(ids += 1)}`) };
  let state: State = { ...initialState(null, at), ...options.state };
  let wake = Number.POSITIVE_INFINITY;
  let done: Effect[] = [];
  let asks: { ask: Ask; as: 'device' | 'person'; token: string; sentAt: Moment }[] = [];
  const written: Put[] = [];

  function tell(input: Input): Answer | null {
    const turn = begin(state, at, chance);
    const answer = step(turn, input);
    ({ state, wake } = turn);
    // Through the words in which they stand on the disk.
    written.push(...(JSON.parse(JSON.stringify(turn.puts)) as Put[]));
    done.push(...turn.effects);
    for (const effect of turn.effects)
      if (effect.do === 'ask' && state.session !== null)
        asks.push({
          ask: effect.ask,
          ...askingOf(effect.ask).speaker(effect.ask, { ...state, session: state.session }),
          sentAt: at,
        });
    return answer;
  }

  const intend = (intent: Intent): Answer =>
    tell({ kind: 'intent', intent }) ?? { ok: false, error: { code: 'internal', message: 'no answer' } };

  const enter = (read: Ledger) => {
    if (who === null) return;
    tell({ kind: 'entered', session: who, ledger: read, restaurant: null, request: null });
  };
  enter(ledger);

  return {
    state: () => state,
    now: () => at,
    set: (news) => void (at = { ...at, ...news }),
    tell,
    know: (news) => void (state = { ...state, ...news }),
    intend,
    press(order, verb) {
      const answer = intend({ kind: 'command', order: orderId(order), verb });
      if (!answer.ok || answer.value.command === undefined) throw new Error(`${verb} was not taken`);
      return answer.value.command;
    },
    pass(ms) {
      const until = at.mono + ms;
      const forward = (mono: number) => void (at = { wall: at.wall + (mono - at.mono), mono });
      while (Math.max(wake, at.mono + restMs) <= until) {
        forward(Math.max(wake, at.mono + restMs));
        tell({ kind: 'wake' });
      }
      forward(until);
    },
    effects() {
      const taken = done;
      done = [];
      return taken;
    },
    open: <F extends Ask['for']>(what: F) =>
      asks.map(({ ask }) => ask).filter((ask): ask is Of<F> => ask.for === what),
    answer(ask, answer) {
      const found = asks.find((one) => one.ask === ask);
      if (found === undefined) throw new Error('Nobody asked that.');
      asks = asks.filter((one) => one !== found);
      if (who === null) return;
      const { as, token, sentAt } = found;
      const gone = as === 'person' && state.person?.token !== token;
      tell({ kind: 'answered', session: who.folder, ask: found.ask, as: gone ? 'gone' : as, sentAt, answer });
    },
    restart() {
      asks = [];
      done = [];
      state = { ...initialState(null, at), ...options.state };
      enter(withPuts(ledger, written));
    },
  };
}

// The one direction of flow: input → step → journal → effects. A step's effects are done only once its changes, and
// those of every step before it, are on the disk. A step is written to the journal of the session that it ended in, and
// one that ended in none is written nowhere: a ledger never replaces the journal of another.
import type { Chance, Clock, Timer } from '../ports/clock.ts';
import type { DiskFailure, DiskResult } from '../ports/disk.ts';
import type { Log } from '../ports/log.ts';
import type { Journal } from './journal.ts';
import type { Ledger, Put } from './ledger.ts';
import { beginTurn, type Firsts, type Moment, type Turn } from './turn.ts';

/** The rules, of which the loop knows no more than this. */
export type Brain<State, Input, Effect, Answer> = {
  first: State;
  firsts: Firsts;
  /** The answer is for what people ask only. */
  step(turn: Turn<State, Effect>, input: Input): Answer | null;
  /** There is a session, so its journal is written to. */
  isEntered(state: State): boolean;
  /** Time has passed: the rules are read again. */
  wake: Input;
  /** The disk refused a commit, or (null) took one again. */
  diskTold(failure: DiskFailure | null): Input;
  /** Instead of an input that made the rules throw; null: it is a defect that nobody can go around. */
  insteadOf(input: Input, error: unknown): Input | null;
};

export type Loop<State, Input, Answer> = {
  state(): State;
  now(): Moment;
  /** Resolves with an answer, if one was asked for, once what it changed is on the disk. */
  dispatch(input: Input): Promise<Answer | null>;
  /** Enters the session whose journal that is: from this step on, until the session ends, changes are written to it. */
  enter(journal: Journal, input: Input): Promise<Answer | null>;
  /** Has the journal written anew, without what is only in its past. */
  compact(): void;
  stop(): Promise<void>;
};

type Doers<Effect> = {
  perform(effect: Effect): void;
  /** The state has changed and its journal line is written. */
  show(): void;
};

type Made<State, Effect, Answer> = {
  turn: Turn<State, Effect> & { readonly effects: readonly Effect[] };
  answer: Answer | null;
};

type Turned<Effect> = {
  /** Of the session that it ended in; null: in none. */
  journal: Journal | null;
  puts: readonly Put[];
  after: Ledger;
  effects: readonly Effect[];
  /** A person waits for it. */
  asked: boolean;
  settled: () => void;
};

/** A disk that took nothing is not given the whole ledger again at every turn; only for a person at once. */
const diskAgainMs = 2000;

/** However soon the rules want to be read again: a rule that never rests must not take the whole machine. */
const restMs = 5;

export function createLoop<
  State extends { readonly ledger: Ledger },
  Input,
  Effect extends { do: string },
  Answer,
>(
  ports: { clock: Clock; chance: Chance; log: Log },
  brain: Brain<State, Input, Effect, Answer>,
  doers: Doers<Effect>,
): Loop<State, Input, Answer> {
  const { clock, chance, log } = ports;
  let state = brain.first;
  let journal: Journal | null = null;
  let timer: Timer | null = null;
  const queue: Turned<Effect>[] = [];
  let flushing: Promise<void> | null = null;
  let stopped = false;
  let diskFailure: DiskFailure | null = null;
  let diskAgainAt = 0;

  const now = (): Moment => ({ wall: clock.now(), mono: clock.monotonic() });

  function dispatch(input: Input): Promise<Answer | null> {
    if (stopped) return Promise.resolve(null);
    const { turn, answer } = turned(input);
    state = turn.state;
    if (!brain.isEntered(state)) journal = null;
    rest(turn.wake - turn.at.mono);
    return new Promise((resolve) => {
      const { puts, effects } = turn;
      const asked = answer !== null;
      queue.push({ journal, puts, effects, after: state.ledger, asked, settled: () => resolve(answer) });
      flushing ??= flush();
    });
  }

  function turned(input: Input): Made<State, Effect, Answer> {
    const turn = beginTurn<State, Effect>(state, brain.firsts, now(), chance);
    try {
      return { turn, answer: brain.step(turn, input) };
    } catch (error) {
      const instead = brain.insteadOf(input, error);
      if (instead === null) throw error;
      return turned(instead);
    }
  }

  function rest(ms: number): void {
    timer?.cancel();
    timer = Number.isFinite(ms)
      ? clock.after(Math.max(restMs, ms), () => {
          timer = null;
          void dispatch(brain.wake);
        })
      : null;
  }

  /** What queued up while the disk was busy is flushed together. */
  async function flush(): Promise<void> {
    while (queue.length > 0) {
      const [{ journal: to } = { journal: null }] = queue;
      const other = queue.findIndex((turned) => turned.journal !== to);
      const batch = queue.splice(0, other === -1 ? queue.length : other);
      await commit(to, batch);
      for (const { effects, settled } of batch) {
        if (!stopped) for (const effect of effects) attempt(effect.do, () => doers.perform(effect));
        settled();
      }
      attempt('show', doers.show);
    }
    flushing = null;
  }

  /** A tray or bell that throws is a defect of its own: it must not take every later order with it. */
  function attempt(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error('effect.failed', { what, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async function commit(to: Journal | null, batch: readonly Turned<Effect>[]): Promise<void> {
    const commits = batch.map((turned) => turned.puts).filter((puts) => puts.length > 0);
    const last = batch.at(-1);
    // After a failure every turn is a reason to try again, also one that changed nothing.
    if (to === null || last === undefined || (commits.length === 0 && to.isWritten())) return;
    // Only of what is to be written as a whole nothing is lost by waiting.
    const waits = !to.isWritten() && diskFailure !== null && clock.monotonic() < diskAgainAt;
    if (waits && !batch.some(({ asked }) => asked)) return;
    const written = await append(to, commits, last.after);
    const failure = written.ok ? null : written.failure;
    diskAgainAt = clock.monotonic() + diskAgainMs;
    if (failure?.message === diskFailure?.message) return;
    diskFailure = failure;
    // A disk that takes nothing must not silence the bell: the console goes on in memory, and says so.
    void dispatch(brain.diskTold(failure));
  }

  /** A keyring that throws is answered like a disk that fails: the lines are lost, and written anew later. */
  async function append(
    to: Journal,
    commits: readonly (readonly Put[])[],
    after: Ledger,
  ): Promise<DiskResult<void>> {
    try {
      return await to.append(commits, after);
    } catch (error) {
      to.beginAnew();
      const message = error instanceof Error ? error.message : String(error);
      log.error('journal.failed', { message });
      return { ok: false, failure: { kind: 'io', message } };
    }
  }

  return {
    state: () => state,
    now,
    dispatch,
    enter(next, input) {
      journal = next;
      diskAgainAt = 0;
      return dispatch(input);
    },
    compact() {
      journal?.beginAnew();
      void dispatch(brain.wake);
    },
    stop() {
      stopped = true;
      timer?.cancel();
      return flushing ?? Promise.resolve();
    },
  };
}

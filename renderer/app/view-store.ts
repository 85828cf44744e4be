// Keeps the window's copy of the view: asks once, follows the numbered deltas, asks again after a gap.
import type { CounterbellWindow } from '../../contract/ipc.ts';
import type { View, ViewDelta } from '../../contract/view.ts';
import { applyDelta } from './apply-delta.ts';

export type ViewStore = {
  get(): View | null;
  /** Asking failed that many times in a row. */
  failures(): number;
  subscribe(listener: () => void): () => void;
  /** Begins to follow; the returned function ends it. */
  start(): () => void;
};

type Timers = { after(ms: number, run: () => void): () => void };

const askAgainMs = 1000;

export function createViewStore(api: Pick<CounterbellWindow, 'view' | 'onDelta'>, timers: Timers): ViewStore {
  let view: View | null = null;
  let failed = 0;
  let asking = false;
  let running = false;
  let cancelRetry = (): void => {};
  /** Deltas that came while the view was being asked for. */
  let early: ViewDelta[] = [];
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  function receive(delta: ViewDelta): void {
    if (asking || view === null) {
      early.push(delta);
      return;
    }
    const next = applyDelta(view, delta);
    if (next === 'gap') {
      early = [delta];
      void ask();
    } else if (next !== view) {
      view = next;
      changed();
    }
  }

  async function ask(): Promise<void> {
    if (asking || !running) return;
    asking = true;
    const answer = await api.view().catch(() => null);
    asking = false;
    if (!running) return;
    if (answer === null || !answer.ok) {
      failed += 1;
      cancelRetry = timers.after(askAgainMs, () => void ask());
      changed();
      return;
    }
    failed = 0;
    view = answer.value;
    const waiting = early;
    early = [];
    changed();
    for (const delta of waiting) receive(delta);
  }

  return {
    get: () => view,
    failures: () => failed,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      running = true;
      // Listening first: a delta between the answer and the listening would be lost.
      const stopListening = api.onDelta(receive);
      void ask();
      return () => {
        running = false;
        cancelRetry();
        stopListening();
      };
    },
  };
}

// Numbers the view's deltas for whoever looks: each follows the one before it, and a gap means asking for the whole
// view again.
import type { OrderView, View, ViewDelta } from '../../contract/view.ts';
import type { State } from '../rules/turn.ts';
import { project, type Shown } from './project.ts';

export type Feed = {
  view(): View;
  subscribe(listener: (delta: ViewDelta) => void): () => void;
  /** Something may have changed. Without anybody looking it costs nothing. */
  refresh(): void;
};

type Rest = Omit<View, 'n' | 'orders'>;

export function createFeed(look: () => { state: State; now: number }): Feed {
  const listeners = new Set<(delta: ViewDelta) => void>();
  let shown: Shown = new Map();
  let current: View | null = null;

  function bringUpToDate(): View {
    const { state, now } = look();
    const next = project(state, now, shown);
    const delta = current === null ? null : difference(current, next.view, shown, next.shown);
    shown = next.shown;
    if (current !== null && delta === null) return current;
    const n = (current?.n ?? -1) + 1;
    current = { n, ...next.view };
    if (delta !== null) for (const listener of listeners) listener({ n, ...delta });
    return current;
  }

  return {
    view: bringUpToDate,
    subscribe(listener) {
      // Deltas follow a known view, so there is one before the first listener comes.
      bringUpToDate();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh() {
      if (listeners.size > 0) bringUpToDate();
    },
  };
}

function difference(
  before: View,
  after: Omit<View, 'n'>,
  shownBefore: Shown,
  shownAfter: Shown,
): Omit<ViewDelta, 'n'> | null {
  const delta: Record<string, unknown> = {};
  for (const name of Object.keys(after) as (keyof Rest | 'orders')[])
    if (name !== 'orders' && !saysTheSame(before[name], after[name])) delta[name] = after[name];
  const put: OrderView[] = [];
  for (const [id, { view }] of shownAfter) if (shownBefore.get(id)?.view !== view) put.push(view);
  const drop = [...shownBefore.keys()].filter((id) => !shownAfter.has(id));
  if (put.length > 0 || drop.length > 0) delta.orders = { put, drop };
  return Object.keys(delta).length === 0 ? null : delta;
}

/** Most parts are as they were, and comparing their fields tells so for a hundredth of what writing them down costs. */
const saysTheSame = (a: unknown, b: unknown): boolean =>
  a === b || sameFields(a, b) || JSON.stringify(a) === JSON.stringify(b);

function sameFields(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  return (
    names.length === others.length &&
    names.every((name) => (a as Record<string, unknown>)[name] === (b as Record<string, unknown>)[name])
  );
}

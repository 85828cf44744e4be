// Numbers the view's deltas for whoever looks: each follows the one before it, and a gap means asking for the whole
// view again.
import type { View, ViewDelta } from '../../contract/view.ts';
import type { State } from '../rules/turn.ts';
import type { ShownChats } from './chats.ts';
import { project, type Shown } from './project.ts';

export type Feed = {
  view(): View;
  subscribe(listener: (delta: ViewDelta) => void): () => void;
  /** Something may have changed. Without anybody looking it costs nothing. */
  refresh(): void;
};

type Rest = Omit<View, 'n' | 'orders' | 'chats'>;

export function createFeed(look: () => { state: State; now: number }): Feed {
  const listeners = new Set<(delta: ViewDelta) => void>();
  let shown: Shown = new Map();
  let chats: ShownChats = new Map();
  let current: View | null = null;

  function bringUpToDate(): View {
    const { state, now } = look();
    const next = project(state, now, shown, chats);
    const delta =
      current === null
        ? null
        : difference(current, next.view, {
            orders: listChange(viewsIn(shown), viewsIn(next.shown)),
            chats: listChange(chats, next.chats),
          });
    chats = next.chats;
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
  lists: Pick<ViewDelta, 'orders' | 'chats'>,
): Omit<ViewDelta, 'n'> | null {
  const delta: Record<string, unknown> = {};
  for (const name of Object.keys(after) as (keyof Rest | keyof typeof lists)[])
    if (name !== 'orders' && name !== 'chats' && !saysTheSame(before[name], after[name]))
      delta[name] = after[name];
  for (const [name, change] of Object.entries(lists)) if (change !== undefined) delta[name] = change;
  return Object.keys(delta).length === 0 ? null : delta;
}

const viewsIn = (shown: Shown) => new Map([...shown].map(([id, { view }]) => [id, view] as const));

type ById<One> = ReadonlyMap<string, One>;

/** What is unchanged is the same object as before. */
function listChange<One>(before: ById<One>, after: ById<One>): { put: One[]; drop: string[] } | undefined {
  const put = [...after].flatMap(([id, one]) => (before.get(id) === one ? [] : [one]));
  const drop = [...before.keys()].filter((id) => !after.has(id));
  return put.length > 0 || drop.length > 0 ? { put, drop } : undefined;
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

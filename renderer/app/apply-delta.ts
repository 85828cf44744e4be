// Moves the window's copy of the view one numbered step on, or says that a step is missing.
import type { View, ViewDelta } from '../../contract/view.ts';

/** `gap` means: ask for the whole view again. A step that is already in the view changes nothing. */
export function applyDelta(view: View, delta: ViewDelta): View | 'gap' {
  if (delta.n <= view.n) return view;
  if (delta.n > view.n + 1) return 'gap';
  const { orders, chats, ...rest } = delta;
  // A part the delta does not speak of keeps its identity, so that whoever shows it need not draw anew.
  const next: View = { ...view, ...withoutUndefined(rest) };
  if (orders) next.orders = merged(view.orders, orders, ({ order }) => order.id);
  if (chats) next.chats = merged(view.chats, chats, ({ id }) => id);
  return next;
}

function merged<One>(
  before: One[],
  change: { put: One[]; drop: string[] },
  idOf: (one: One) => string,
): One[] {
  if (change.put.length === 0 && change.drop.length === 0) return before;
  const dropped = new Set(change.drop);
  const put = new Map(change.put.map((made) => [idOf(made), made]));
  const kept: One[] = [];
  for (const known of before) {
    const id = idOf(known);
    const newer = put.get(id);
    put.delete(id);
    if (newer) kept.push(newer);
    else if (!dropped.has(id)) kept.push(known);
  }
  return [...kept, ...put.values()];
}

type Parts = Omit<View, 'orders' | 'chats'>;

function withoutUndefined(delta: Omit<ViewDelta, 'orders' | 'chats'>): Partial<Parts> {
  return Object.fromEntries(Object.entries(delta).filter(([, value]) => value !== undefined));
}

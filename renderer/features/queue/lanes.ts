// Spreads a column's tickets over lanes side by side. A ticket stays in its lane: nothing jumps sideways under a finger.
import type { Order } from '../../../contract/order.ts';

export type Weighed = { id: string; weight: number };

/** About how many lines a ticket is tall; only differences matter. */
export function weightOf(order: Order): number {
  const lines = order.items.reduce(
    (sum, item) => sum + 1 + item.modifiers.length + (item.note === undefined ? 0 : 1),
    0,
  );
  const allergens = order.items.some((item) => item.allergens.length > 0) ? 1 : 0;
  const note = order.note === undefined ? 0 : 1 + Math.floor(order.note.length / 60);
  return 7 + lines + allergens + note;
}

/** Which lane each ticket stands in. `before` is the answer of last time. */
export function assignLanes(
  before: ReadonlyMap<string, number>,
  tickets: readonly Weighed[],
  lanes: number,
): Map<string, number> {
  const heights = Array.from({ length: Math.max(1, lanes) }, () => 0);
  const kept = new Map<string, number>();
  for (const { id, weight } of tickets) {
    const lane = before.get(id);
    if (lane === undefined || lane >= heights.length) continue;
    kept.set(id, lane);
    heights[lane] = (heights[lane] ?? 0) + weight;
  }
  const placed = new Map<string, number>();
  for (const { id, weight } of tickets) {
    let lane = kept.get(id);
    if (lane === undefined) {
      lane = heights.indexOf(Math.min(...heights));
      heights[lane] = (heights[lane] ?? 0) + weight;
    }
    placed.set(id, lane);
  }
  return evened(placed, tickets, heights);
}

/** A lane that ran empty takes over the last ticket of the tallest one: the last is the least urgent. */
function evened(
  placed: Map<string, number>,
  tickets: readonly Weighed[],
  heights: number[],
): Map<string, number> {
  for (let moves = 0; moves < tickets.length; moves += 1) {
    const tallest = heights.indexOf(Math.max(...heights));
    const shortest = heights.indexOf(Math.min(...heights));
    const last = tickets.findLast(({ id }) => placed.get(id) === tallest);
    const gap = (heights[tallest] ?? 0) - (heights[shortest] ?? 0);
    if (!last || gap <= last.weight * 1.5) break;
    placed.set(last.id, shortest);
    heights[tallest] = (heights[tallest] ?? 0) - last.weight;
    heights[shortest] = (heights[shortest] ?? 0) + last.weight;
  }
  return placed;
}

// Gives the keys 1 to 9 to the tickets that can be seen; a ticket keeps its key for as long as it can.
export type TicketKeys = {
  /** order → key */
  keys: ReadonlyMap<string, number>;
  /** key → when its ticket went away */
  freed: ReadonlyMap<number, number>;
};

export const noKeys: TicketKeys = { keys: new Map(), freed: new Map() };

/** A key just freed stays dead for a moment: its second press must not hit the next ticket. */
export const restMs = 1000;

const allKeys = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** `visible` is in reading order, the columns one after the other. */
export function assignKeys(before: TicketKeys, visible: readonly string[], now: number): TicketKeys {
  const shown = new Set(visible);
  const keys = new Map<string, number>();
  const freed = new Map([...before.freed].filter(([, at]) => now - at < restMs));
  for (const [order, key] of before.keys) {
    if (shown.has(order)) keys.set(order, key);
    else freed.set(key, now);
  }
  const used = new Set(keys.values());
  const free = allKeys.filter((key) => !used.has(key) && !freed.has(key));
  for (const order of visible) {
    if (keys.has(order)) continue;
    const key = free.shift();
    if (key === undefined) break;
    keys.set(order, key);
  }
  return { keys, freed };
}

export function sameKeys(a: TicketKeys, b: TicketKeys): boolean {
  return a.keys.size === b.keys.size && [...a.keys].every(([order, key]) => b.keys.get(order) === key);
}

export function orderOfKey(board: TicketKeys, key: number): string | null {
  for (const [order, own] of board.keys) if (own === key) return order;
  return null;
}

// Puts the pages of a snapshot together. Each page also names the orders that changed since the page before it, and the
// last one says of which place in the log all of them together are.

export type PagesSoFar = {
  /** Where the next page begins, in the backend's words. */
  next: string;
  count: number;
  /** By id, each as the latest page has it. */
  orders: ReadonlyMap<string, unknown>;
};

/** `whole`: as if it had come in one piece. A backend that knows no pages answers like that at once. */
export type Collected =
  | { kind: 'more'; soFar: PagesSoFar }
  | { kind: 'whole'; body: unknown }
  | { kind: 'endless' };

/** More than any restaurant has open: a snapshot whose pages lead in a circle ends here. */
export const pagesAtMost = 1000;

export function collect(body: unknown, before: PagesSoFar | undefined): Collected {
  if (typeof body !== 'object' || body === null) return { kind: 'whole', body };
  const { next, orders: here } = body as Record<string, unknown>;
  if (!Array.isArray(here) || (before === undefined && typeof next !== 'string'))
    return { kind: 'whole', body };
  const orders = new Map(before?.orders);
  for (const wire of here as unknown[]) orders.set(keyOf(wire, orders.size), wire);
  if (typeof next !== 'string') return { kind: 'whole', body: { ...body, orders: [...orders.values()] } };
  const count = (before?.count ?? 0) + 1;
  if (next === before?.next || count >= pagesAtMost) return { kind: 'endless' };
  return { kind: 'more', soFar: { next, count, orders } };
}

/** What has no id is kept all the same, to be told as something that cannot be read. */
function keyOf(wire: unknown, n: number): string {
  const id = typeof wire === 'object' && wire !== null && 'id' in wire ? wire.id : undefined;
  return typeof id === 'string' ? id : `unnamed ${n}`;
}

// What a program of a later version adds to what it says: keys that this version never heard of, in every object.

const words = ['zone', 'traceId', 'v2', 'hints', 'links', 'courierEta', 'loyalty'];
const values: readonly unknown[] = [
  null,
  true,
  7,
  -1.5,
  'words',
  [],
  ['a', { deep: [1, 'b'] }],
  { nested: { deeper: { id: 'x', status: 'y', items: 'none' } } },
];

/**
 * A copy in which that share of all objects has one or two new keys. `fraction` decides, so that a seed tells the same
 * again.
 */
export function withNewKeys(value: unknown, fraction: () => number = () => 0, share = 1): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => withNewKeys(inner, fraction, share));
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withNewKeys(inner, fraction, share)]),
  );
  for (let more = fraction() < share ? 1 + Math.floor(fraction() * 2) : 0; more > 0; more -= 1)
    copy[pick(words, fraction)] ??= pick(values, fraction);
  return copy;
}

const pick = <T>(things: readonly T[], fraction: () => number): T =>
  things[Math.floor(fraction() * things.length)] as T;

/** A copy in which every order (or what looks like one) is what `change` makes of it. */
export function withOrders(
  value: unknown,
  change: (order: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => withOrders(inner, change));
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withOrders(inner, change)]),
  );
  return 'items' in copy && 'status' in copy && 'placedAt' in copy ? change(copy) : copy;
}

// The last line of many seeds, and the sum of several of them: what was told in parts becomes one line again.

export type Sum = {
  seeds: number;
  from: number;
  failed: number;
  missing: number;
  orders: number;
  alerts: number;
  presses: number;
  events: number;
  seconds: number;
  cpuMs: number;
};

export function written(sum: Sum): string {
  const missing = sum.missing === 0 ? '' : ` (${sum.missing} were never told)`;
  return (
    `${sum.seeds} seeds from ${sum.from}: ${sum.failed} failed${missing}, ${sum.orders} orders, ` +
    `${sum.alerts} notifications, ${sum.presses} presses, ${sum.events} happenings, ${sum.seconds.toFixed(1)} s, ` +
    `${(sum.cpuMs / Math.max(1, sum.seeds)).toFixed(1)} ms of CPU each`
  );
}

const pattern = new RegExp(
  '^(\\d+) seeds from (\\d+): (\\d+) failed(?: \\((\\d+) were never told\\))?, (\\d+) orders, (\\d+) notifications, ' +
    '(\\d+) presses, (\\d+) happenings, ([\\d.]+) s, ([\\d.]+) ms of CPU each$',
);

/** null: not a last line. */
export function readSum(line: string): Sum | null {
  const found = pattern.exec(line.trim());
  if (found === null) return null;
  const number = (at: number): number => Number(found[at] ?? 0);
  const seeds = number(1);
  return {
    seeds,
    from: number(2),
    failed: number(3),
    missing: number(4),
    orders: number(5),
    alerts: number(6),
    presses: number(7),
    events: number(8),
    seconds: number(9),
    cpuMs: number(10) * seeds,
  };
}

/** `wrong`: a sentence when the parts are no whole: none, one twice, or a gap between two. */
export function addUp(lines: readonly string[]): { sum: Sum; wrong: string | null } | null {
  const parts = lines
    .map(readSum)
    .filter((part) => part !== null)
    .toSorted((a, b) => a.from - b.from);
  const [first] = parts;
  if (first === undefined) return null;
  let wrong: string | null = null;
  let next = first.from;
  for (const part of parts) {
    if (part.from > next) wrong ??= `Seeds ${next} to ${part.from - 1} are not among these parts.`;
    if (part.from < next) wrong ??= `Seeds from ${part.from} on are among these parts twice.`;
    next = part.from + part.seeds + part.missing;
  }
  const total = (of: keyof Sum): number => parts.reduce((sum, part) => sum + part[of], 0);
  const sum: Sum = {
    seeds: total('seeds'),
    from: first.from,
    failed: total('failed'),
    missing: total('missing'),
    orders: total('orders'),
    alerts: total('alerts'),
    presses: total('presses'),
    events: total('events'),
    seconds: total('seconds'),
    cpuMs: total('cpuMs'),
  };
  return { sum, wrong };
}

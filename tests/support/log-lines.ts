// Reads the JSON lines a program leaves in its log file, and waits for one.
import { existsSync, readFileSync } from 'node:fs';
import { until } from './poll.ts';

export type LogLine = { at: string; level: string; event: string } & Record<string, unknown>;

export function logLines(file: string) {
  /** A line that is still being written is not one yet. */
  const all = (): LogLine[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as LogLine)
      : [];
  const of = (event: string, fields: Record<string, unknown> = {}) =>
    all().filter(
      (line) => line.event === event && Object.entries(fields).every(([name, value]) => line[name] === value),
    );
  return {
    all,
    of,
    count: (event: string, fields?: Record<string, unknown>) => of(event, fields).length,
    /** The `times`-th line of this event. */
    wait: (event: string, fields: Record<string, unknown> = {}, times = 1, withinMs = 20_000) =>
      until(`log line ${event} ${JSON.stringify(fields)}`, () => of(event, fields)[times - 1], {
        withinMs,
        seen: () =>
          all()
            .slice(-12)
            .map((line) => JSON.stringify(line))
            .join('\n'),
      }),
  };
}
export type LogLines = ReturnType<typeof logLines>;
